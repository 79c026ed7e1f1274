import { useEffect, useState } from 'react'
import { runs } from '../api/calls'
import type { Client } from '../api/client'
import { asApiError, wasAborted } from '../api/errors'
import type { Run } from '../api/types'
import { PAGE_SIZE, type PagedList, usePages } from '../lib/usePages'
import { type Chosen, wanted } from './filters'

const TAIL_MS = 2000

export interface RunList extends PagedList<Run> {
  /** How many joined since live tail was switched on. */
  fresh: number
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
  const [fresh, setFresh] = useState(0)
  const { newest, change, ...list } = usePages<Run>(
    ({ next, asOf, signal }) => runs.list(api, { ...wanted(filters, asOf), page_size: PAGE_SIZE, next }, signal),
    api,
    key,
    (shown, older) => joined([], [...shown, ...older]).rows,
  )

  useEffect(() => {
    setFresh(0)
    if (!tail) return
    const control = new AbortController()
    let timer = 0
    async function look() {
      try {
        if (document.visibilityState === 'visible') {
          const body = await newest(control.signal)
          change((old) => {
            if (old.rows === undefined) return old
            const both = joined(body.data, old.rows)
            setFresh((count) => count + both.fresh)
            return { ...old, rows: both.rows, error: undefined }
          })
        }
      } catch (thrown) {
        if (wasAborted(thrown)) return
        change((old) => ({ ...old, error: asApiError(thrown) }))
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
  }, [api, newest, change, key, tail])

  return { ...list, fresh }
}
