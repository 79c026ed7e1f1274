import { useCallback, useEffect, useRef, useState } from 'react'
import { runs } from '../api/calls'
import type { Client } from '../api/client'
import { type ApiError, asApiError, wasAborted } from '../api/errors'
import type { Run } from '../api/types'
import { type Chosen, wanted as wantedOf } from './filters'

export const PAGE_SIZE = 50
const TAIL_MS = 2000

interface State {
  rows: Run[] | undefined
  next: string | null
  error: ApiError | undefined
  loading: boolean
  more: boolean
}

export interface RunList extends State {
  /** How many joined since live tail was switched on. */
  fresh: number
  reload: () => void
  loadMore: () => void
}

function joined(newer: Run[], older: Run[]): { rows: Run[]; fresh: number } {
  const known = new Map(older.map((run) => [run.request_id, run]))
  const fresh = newer.filter((run) => !known.has(run.request_id))
  const updated = new Map(newer.map((run) => [run.request_id, run]))
  return { rows: [...fresh, ...older.map((run) => updated.get(run.request_id) ?? run)], fresh: fresh.length }
}

/** Runs by cursor: the newest page, older ones on request, newer ones every two seconds while `tail` is on. */
export function useRuns(api: Client, filters: Chosen, tail: boolean): RunList {
  const key = JSON.stringify(filters)
  const [state, setState] = useState<State>({ rows: undefined, next: null, error: undefined, loading: true, more: false })
  const [turn, setTurn] = useState(0)
  const [fresh, setFresh] = useState(0)
  const wanted = useRef(filters)
  wanted.current = filters
  const generation = useRef(0)
  // «The last hour» begins where it began when the first page was asked for, else its cursor would not fit the next page.
  const asOf = useRef(Date.now())

  const page = useCallback(
    (next: string | null, signal?: AbortSignal) =>
      runs.list(api, { ...wantedOf(wanted.current, asOf.current), page_size: PAGE_SIZE, next }, signal),
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

  useEffect(() => {
    setFresh(0)
    if (!tail) return
    const control = new AbortController()
    let timer = 0
    async function look() {
      try {
        if (document.visibilityState === 'visible') {
          const body = await page(null, control.signal)
          setState((old) => {
            if (old.rows === undefined) return old
            const both = joined(body.data, old.rows)
            setFresh((count) => count + both.fresh)
            return { ...old, rows: both.rows, error: undefined }
          })
        }
      } catch (thrown) {
        if (wasAborted(thrown)) return
        setState((old) => ({ ...old, error: asApiError(thrown) }))
      }
      timer = window.setTimeout(() => void look(), TAIL_MS)
    }
    timer = window.setTimeout(() => void look(), TAIL_MS)
    // Hidden, it asks for nothing; shown again, it does so at once.
    const shown = () => {
      if (document.visibilityState !== 'visible') return
      window.clearTimeout(timer)
      void look()
    }
    document.addEventListener('visibilitychange', shown)
    return () => {
      control.abort()
      document.removeEventListener('visibilitychange', shown)
      window.clearTimeout(timer)
    }
  }, [page, key, tail])

  const reload = useCallback(() => setTurn((old) => old + 1), [])
  const { next, more } = state
  const loadMore = useCallback(() => {
    if (next === null || more) return
    const asked = generation.current
    setState((old) => ({ ...old, more: true }))
    page(next).then(
      (body) => {
        if (asked !== generation.current) return
        setState((old) => ({
          ...old,
          rows: joined([], [...(old.rows ?? []), ...body.data]).rows,
          next: body.next,
          error: undefined,
          more: false,
        }))
      },
      (thrown: unknown) => {
        if (asked === generation.current) setState((old) => ({ ...old, error: asApiError(thrown), more: false }))
      },
    )
  }, [page, next, more])

  return { ...state, fresh, reload, loadMore }
}
