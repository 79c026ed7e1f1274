import { useCallback, useEffect, useRef, useState } from 'react'
import { type ApiError, asApiError, wasAborted } from '../api/errors'

export interface Loaded<T> {
  /** What was last loaded; stays while something newer is on its way, or failed. */
  data: T | undefined
  error: ApiError | undefined
  loading: boolean
  reload: () => void
  change: (update: (old: T) => T) => void
}

/** Told to the window when a sign-in that had ended was renewed: what was refused meanwhile is loaded again. */
export const SIGNED_IN = 'linkwright:signed-in'

interface State<T> {
  data: T | undefined
  error: ApiError | undefined
  loading: boolean
}

/**
 * Loads when `key` changes and on `reload`. A null key loads nothing. Answers of an older key are dropped,
 * old data stays on screen until the new one is there.
 */
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<State<T>>({ data: undefined, error: undefined, loading: key !== null })
  const [turn, setTurn] = useState(0)
  const latest = useRef(load)
  latest.current = load

  useEffect(() => {
    if (key === null) {
      setState({ data: undefined, error: undefined, loading: false })
      return
    }
    const control = new AbortController()
    setState((old) => ({ ...old, loading: true }))
    latest.current(control.signal).then(
      (data) => {
        if (!control.signal.aborted) setState({ data, error: undefined, loading: false })
      },
      (thrown: unknown) => {
        if (control.signal.aborted || wasAborted(thrown)) return
        setState((old) => ({ data: old.data, error: asApiError(thrown), loading: false }))
      },
    )
    return () => control.abort()
  }, [key, turn])

  const reload = useCallback(() => setTurn((old) => old + 1), [])
  const refused = state.error?.status === 401
  useEffect(() => {
    if (!refused) return
    window.addEventListener(SIGNED_IN, reload)
    return () => window.removeEventListener(SIGNED_IN, reload)
  }, [refused, reload])
  const change = useCallback((update: (old: T) => T) => {
    setState((old) => (old.data === undefined ? old : { ...old, data: update(old.data) }))
  }, [])
  return { ...state, reload, change }
}

/** True once `on` has lasted `ms` milliseconds: skeletons wait, so that quick answers do not flash. */
export function useAfter(on: boolean, ms: number): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!on) {
      setLate(false)
      return
    }
    const timer = window.setTimeout(() => setLate(true), ms)
    return () => window.clearTimeout(timer)
  }, [on, ms])
  return on && late
}

export interface Deed<A extends unknown[]> {
  busy: boolean
  error: ApiError | undefined
  /** Resolves to true when it worked. */
  run: (...given: A) => Promise<boolean>
  clear: () => void
}

/** One thing a person does: busy while it runs, the refusal kept to be shown beside the button. */
export function useDeed<A extends unknown[]>(act: (...given: A) => Promise<unknown>): Deed<A> {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | undefined>(undefined)
  const latest = useRef(act)
  latest.current = act
  const running = useRef(false)
  const run = useCallback(async (...given: A): Promise<boolean> => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    setError(undefined)
    try {
      await latest.current(...given)
      return true
    } catch (thrown) {
      setError(asApiError(thrown))
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }, [])
  const clear = useCallback(() => setError(undefined), [])
  return { busy, error, run, clear }
}
