/** Reading something once, with its failure, and again on request. */
import { useCallback, useEffect, useState } from 'react'
import { HubError } from './api'

export interface Loaded<T> {
  value: T | null
  error: HubError | null
  again: () => void
}

/** `what` is run when `key` changes; an answer that comes too late is dropped. */
export function useLoad<T>(key: string, what: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: HubError | null }>({ key: '', value: null, error: null })
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let late = false
    what().then(
      (value) => late || setState({ key, value, error: null }),
      (failed: unknown) => late || setState({ key, value: null, error: failed instanceof HubError ? failed : new HubError(500, 'internal', String(failed)) }),
    )
    return () => {
      late = true
    }
    // `what` is a fresh closure on every draw; `key` says when it means something else.
  }, [key, tries])
  const again = useCallback(() => {
    setState((old) => ({ ...old, error: null }))
    setTries((count) => count + 1)
  }, [])
  const fresh = state.key === key
  return { value: fresh ? state.value : null, error: fresh ? state.error : null, again }
}
