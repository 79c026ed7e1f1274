import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react'
import { type ApiError, asApiError, wasAborted } from '../api/errors'

export const PAGE_SIZE = 50

export interface Page<Row> {
  data: Row[]
  next: string | null
}

/** Asks for a page; `asOf` is when the first one was asked for. */
export type AskPage = { next: string | null; asOf: number; signal?: AbortSignal }

export interface Pages<Row> {
  rows: Row[] | undefined
  next: string | null
  error: ApiError | undefined
  loading: boolean
  more: boolean
}

export interface PagedList<Row> extends Pages<Row> {
  reload: () => void
  loadMore: () => void
}

interface Pager<Row> extends PagedList<Row> {
  /** The newest page as it is now. */
  newest: (signal: AbortSignal) => Promise<Page<Row>>
  change: Dispatch<SetStateAction<Pages<Row>>>
}

/**
 * Rows by cursor: the newest page, older ones on request. It begins anew whenever `key`, which stands for what is asked,
 * or `source` changes. `append` says how older rows join those that are shown.
 */
export function usePages<Row>(
  ask: (page: AskPage) => Promise<Page<Row>>,
  source: unknown,
  key: string,
  append: (shown: Row[], older: Row[]) => Row[] = (shown, older) => [...shown, ...older],
): Pager<Row> {
  const [state, setState] = useState<Pages<Row>>({ rows: undefined, next: null, error: undefined, loading: true, more: false })
  const [turn, setTurn] = useState(0)
  const latest = useRef({ ask, append })
  latest.current = { ask, append }
  const generation = useRef(0)
  // «The last hour» begins where it began when the first page was asked for, else its cursor would not fit the next page.
  const asOf = useRef(Date.now())

  useEffect(() => {
    const control = new AbortController()
    generation.current += 1
    asOf.current = Date.now()
    setState((old) => ({ ...old, loading: true }))
    latest.current.ask({ next: null, asOf: asOf.current, signal: control.signal }).then(
      (body) => setState({ rows: body.data, next: body.next, error: undefined, loading: false, more: false }),
      (thrown: unknown) => {
        if (!wasAborted(thrown)) setState((old) => ({ ...old, error: asApiError(thrown), loading: false }))
      },
    )
    return () => control.abort()
  }, [source, key, turn])

  const { next, more } = state
  const loadMore = useCallback(() => {
    if (next === null || more) return
    const asked = generation.current
    setState((old) => ({ ...old, more: true }))
    latest.current.ask({ next, asOf: asOf.current }).then(
      (body) => {
        if (asked !== generation.current) return
        setState((old) => ({
          ...old,
          rows: latest.current.append(old.rows ?? [], body.data),
          next: body.next,
          error: undefined,
          more: false,
        }))
      },
      (thrown: unknown) => {
        if (asked === generation.current) setState((old) => ({ ...old, error: asApiError(thrown), more: false }))
      },
    )
  }, [next, more])

  const newest = useCallback((signal: AbortSignal) => latest.current.ask({ next: null, asOf: asOf.current, signal }), [])
  const reload = useCallback(() => setTurn((old) => old + 1), [])
  return { ...state, reload, loadMore, newest, change: setState }
}
