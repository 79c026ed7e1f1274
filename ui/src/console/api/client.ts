import { type AnswerOf, filled, type Given, type Method, type PathsOf, type Query } from './calling'
import { ApiError, errorOf, unreachable } from './errors'

export interface Answer<T> {
  data: T
  /** From `x-total-count`, where the endpoint tells it. */
  total: number | null
}

export interface Credentials {
  csrf: string
  project: string
}

/** How a run of an action ended. */
export interface Ran {
  runId: string | null
  /** The earlier run whose answer this is. */
  replays: string | null
  body: unknown
  file: { name: string; type: string; data: Blob } | null
  error: ApiError | null
  /** From the request to the whole answer, as seen from here. */
  ms: number
}

function form(call: Record<string, unknown>, files: Record<string, File>): FormData {
  const parts = new FormData()
  parts.append('call', JSON.stringify(call))
  for (const [name, file] of Object.entries(files)) parts.append(name, file, file.name)
  return parts
}

function fileName(disposition: string | null): string {
  return /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'file'
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [String(value)]) search.append(name, one)
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** What the server wants a fresh sign-in for. */
const AGAIN = 'sign_in_again'

/** What is done about a sign-in that has ended, and about one that is too old for a deed. */
export interface Renewing {
  ended: () => void
  /** Has the member sign in again; null if they would rather not. */
  again: () => Promise<Credentials | null>
}

const NOBODY: Renewing = { ended: () => undefined, again: () => Promise.resolve(null) }

/** Talks to the server this page came from: cookie of the member, CSRF token and project on every call. */
export class Client {
  private readonly credentials: Credentials | null
  private readonly renewing: Renewing

  constructor(credentials: Credentials | null, renewing: Renewing = NOBODY) {
    this.credentials = credentials
    this.renewing = renewing
  }

  async send<M extends Method, P extends PathsOf<M>>(method: M, path: P, given: Given<P, M>): Promise<Answer<AnswerOf<P, M>>> {
    try {
      return await this.once(method, path, given)
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || thrown.code !== AGAIN) throw thrown
      const fresh = await this.renewing.again()
      if (fresh === null) throw thrown
      return await new Client(fresh, { ...this.renewing, again: NOBODY.again }).once(method, path, given)
    }
  }

  private async once<M extends Method, P extends PathsOf<M>>(method: M, path: P, given: Given<P, M>): Promise<Answer<AnswerOf<P, M>>> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (given.body !== undefined) headers['content-type'] = 'application/json'
    if (this.credentials) {
      headers['x-linkwright-project'] = this.credentials.project
      if (method !== 'get') headers['x-csrf-token'] = this.credentials.csrf
    }
    const address = withQuery(filled(path, given.parts as Record<string, string> | undefined), given.query as Query | undefined)
    const response = await this.fetch(address, {
      method: method.toUpperCase(),
      headers,
      credentials: 'same-origin',
      body: given.body === undefined ? null : JSON.stringify(given.body),
      signal: given.signal ?? null,
    })
    if (!response.ok) {
      if (response.status === 401 && this.credentials) this.renewing.ended()
      throw await errorOf(response)
    }
    const text = await response.text()
    const count = response.headers.get('x-total-count')
    return {
      data: (text === '' ? null : JSON.parse(text)) as AnswerOf<P, M>,
      total: count === null ? null : Number(count),
    }
  }

  async get<P extends PathsOf<'get'>>(path: P, given: Given<P, 'get'>): Promise<AnswerOf<P, 'get'>> {
    return (await this.send('get', path, given)).data
  }

  async post<P extends PathsOf<'post'>>(path: P, given: Given<P, 'post'>): Promise<AnswerOf<P, 'post'>> {
    return (await this.send('post', path, given)).data
  }

  async patch<P extends PathsOf<'patch'>>(path: P, given: Given<P, 'patch'>): Promise<AnswerOf<P, 'patch'>> {
    return (await this.send('patch', path, given)).data
  }

  async put<P extends PathsOf<'put'>>(path: P, given: Given<P, 'put'>): Promise<AnswerOf<P, 'put'>> {
    return (await this.send('put', path, given)).data
  }

  async remove<P extends PathsOf<'delete'>>(path: P, given: Given<P, 'delete'>): Promise<AnswerOf<P, 'delete'>> {
    return (await this.send('delete', path, given)).data
  }

  /** Run an action of an account, as the member: its answer, or why there is none; either way with the id of its run. */
  async run(account: string, call: Record<string, unknown>, files: Record<string, File>, signal?: AbortSignal): Promise<Ran> {
    const headers: Record<string, string> = { 'x-account-id': account }
    if (this.credentials) {
      headers['x-linkwright-project'] = this.credentials.project
      headers['x-csrf-token'] = this.credentials.csrf
    }
    const names = Object.keys(files)
    if (names.length === 0) headers['content-type'] = 'application/json'
    const began = performance.now()
    const address: PathsOf<'post'> = '/console/api/actions/rpc'
    const response = await this.fetch(address, {
      method: 'POST',
      headers,
      credentials: 'same-origin',
      body: names.length === 0 ? JSON.stringify(call) : form(call, files),
      signal: signal ?? null,
    })
    const kind = response.headers.get('content-type') ?? ''
    const ran: Ran = {
      runId: response.headers.get('x-linkwright-run-id'),
      replays: response.headers.get('x-linkwright-replays'),
      body: null,
      file: null,
      error: null,
      ms: 0,
    }
    if (!response.ok) {
      ran.error = await errorOf(response)
      if (response.status === 401 && ran.runId === null && this.credentials) this.renewing.ended()
    } else if (kind.startsWith('application/json') && !response.headers.has('content-disposition')) ran.body = await response.json()
    else ran.file = { name: fileName(response.headers.get('content-disposition')), type: kind, data: await response.blob() }
    ran.ms = performance.now() - began
    return ran
  }

  /** Take a file as it is. */
  async download<P extends PathsOf<'get'>>(path: P, query: Given<P, 'get'>['query']): Promise<Blob> {
    const headers: Record<string, string> = this.credentials ? { 'x-linkwright-project': this.credentials.project } : {}
    return await this.blob(withQuery(path, query as Query), { headers, credentials: 'same-origin' })
  }

  /** Take a file that is asked for with a body. */
  async take<P extends PathsOf<'post'>>(path: P, body: Given<P, 'post'>['body']): Promise<Blob> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (this.credentials) {
      headers['x-linkwright-project'] = this.credentials.project
      headers['x-csrf-token'] = this.credentials.csrf
    }
    return await this.blob(path, { method: 'POST', headers, credentials: 'same-origin', body: JSON.stringify(body) })
  }

  private async blob(address: string, init: RequestInit): Promise<Blob> {
    const response = await this.fetch(address, init)
    if (!response.ok) {
      if (response.status === 401 && this.credentials) this.renewing.ended()
      throw await errorOf(response)
    }
    return response.blob()
  }

  /** Send a file as it is. */
  async upload<T>(path: string, file: File): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/octet-stream' }
    if (this.credentials) {
      headers['x-linkwright-project'] = this.credentials.project
      headers['x-csrf-token'] = this.credentials.csrf
    }
    const response = await this.fetch(path, { method: 'PUT', headers, credentials: 'same-origin', body: file })
    if (!response.ok) {
      if (response.status === 401 && this.credentials) this.renewing.ended()
      throw await errorOf(response)
    }
    return (await response.json()) as T
  }

  private async fetch(address: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(address, init)
    } catch (thrown) {
      if (thrown instanceof TypeError) throw unreachable()
      throw thrown
    }
  }
}
