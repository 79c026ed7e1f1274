/** Which calls there are, from the hub's own description: a path, a parameter or a field that it does not have is a type error. */
import type { paths } from './openapi'
import type { Answers } from './types'

export type Query = Record<string, string | number | string[] | null | undefined>

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete'

type Operation<P extends keyof paths, M extends Method> = Exclude<paths[P][M], undefined>

/** Paths that know the method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: [Operation<P, M>] extends [never] ? never : P
}[keyof paths]

type Parameters<P extends keyof paths, M extends Method> = Operation<P, M> extends { parameters: infer Given } ? Given : never

/** Parts of the path, where it has some. */
export type PartsOf<P extends keyof paths, M extends Method> = Parameters<P, M> extends { path: infer Parts } ? Parts : undefined

/** The query; an endpoint that reads its query itself describes none, and takes any. */
export type QueryOf<P extends keyof paths, M extends Method> =
  Parameters<P, M> extends { query?: infer Given }
    ? [Exclude<Given, undefined>] extends [never]
      ? Query
      : { [Name in keyof Exclude<Given, undefined>]?: Exclude<Given, undefined>[Name] | null }
    : Query

/** The body, where one is taken; one that may be left out is given here all the same. */
export type BodyOf<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: infer Whole }
    ? [Exclude<Whole, undefined>] extends [never]
      ? undefined
      : Exclude<Whole, undefined> extends { content: { 'application/json': infer Body } }
        ? Body
        : undefined
    : undefined

/** What a call is made with. Parts and body must be there where the endpoint has them. */
export type Given<P extends keyof paths, M extends Method> = { query?: QueryOf<P, M>; signal?: AbortSignal | undefined } & (PartsOf<
  P,
  M
> extends undefined
  ? { parts?: undefined }
  : { parts: PartsOf<P, M> }) &
  (BodyOf<P, M> extends undefined ? { body?: undefined } : { body: BodyOf<P, M> })

/** What comes back. Where the hub's document has no more to say than "an object", the table of answers tells. */
export type AnswerOf<P extends keyof paths, M extends Method> = `${M} ${P}` extends keyof Answers
  ? Answers[`${M} ${P}`]
  : Operation<P, M> extends { responses: { 200: { content: { 'application/json': infer Body } } } }
    ? Body
    : unknown

/** `/accounts/{account_id}` with its parts filled in. */
export function filled(path: string, parts: Record<string, string> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts?.[name] ?? ''))
}
