import { useCallback, useEffect, useRef, useState } from 'react'
import { audit } from '../api/calls'
import type { Client } from '../api/client'
import { type ApiError, asApiError, wasAborted } from '../api/errors'
import type { AuditRecord } from '../api/types'
import { type Chosen, wanted as wantedOf } from './filters'

const PAGE_SIZE = 50

interface State {
  rows: AuditRecord[] | undefined
  next: string | null
  error: ApiError | undefined
  loading: boolean
  more: boolean
}

export interface RecordList extends State {
  reload: () => void
  loadMore: () => void
}

/** Records by cursor: the newest page, older ones on request. */
export function useRecords(api: Client, chosen: Chosen): RecordList {
  const key = JSON.stringify(chosen)
  const [state, setState] = useState<State>({ rows: undefined, next: null, error: undefined, loading: true, more: false })
  const [turn, setTurn] = useState(0)
  const latest = useRef(chosen)
  latest.current = chosen
  const asOf = useRef(Date.now())
  const generation = useRef(0)
  const page = useCallback(
    (next: string | null, signal?: AbortSignal) =>
      audit.list(api, { ...wantedOf(latest.current, asOf.current), page_size: PAGE_SIZE, next }, signal),
    [api],
  )

  useEffect(() => {
    const control = new AbortController()
    generation.current += 1
    asOf.current = Date.now()
    setState((old) => ({ ...old, loading: true }))
    page(null, control.signal).then(
      (body) => setState({ rows: body.data, next: body.next, error: undefined, loading: false, more: false }),
      (thrown: unknown) => {
        if (!wasAborted(thrown)) setState((old) => ({ ...old, error: asApiError(thrown), loading: false }))
      },
    )
    return () => control.abort()
  }, [page, key, turn])

  const { next, more } = state
  const loadMore = useCallback(() => {
    if (next === null || more) return
    const asked = generation.current
    setState((old) => ({ ...old, more: true }))
    page(next).then(
      (body) => {
        if (asked !== generation.current) return
        setState((old) => ({ ...old, rows: [...(old.rows ?? []), ...body.data], next: body.next, error: undefined, more: false }))
      },
      (thrown: unknown) => {
        if (asked === generation.current) setState((old) => ({ ...old, error: asApiError(thrown), more: false }))
      },
    )
  }, [page, next, more])

  const reload = useCallback(() => setTurn((old) => old + 1), [])
  return { ...state, reload, loadMore }
}
