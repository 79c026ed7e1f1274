/** One try at connecting: busy at once, progress after 600 ms, failures kept beside what was typed. */
import { useCallback, useRef, useState } from 'react'
import { HubError } from './api'
import type { Linked } from './types'

const PROGRESS_MS = 600

export type Phase = 'idle' | 'busy' | 'slow'

export interface Submission {
  phase: Phase
  error: HubError | null
  run: (work: () => Promise<Linked>) => void
  clear: () => void
}

/** `onDone` gets the answer. A second run while one is under way is refused, so nothing is sent twice. */
export function useSubmission(onDone: (linked: Linked) => void): Submission {
  const [phase, setPhase] = useState<Phase>('idle')
  const [error, setError] = useState<HubError | null>(null)
  const under = useRef(false)
  const run = useCallback(
    (work: () => Promise<Linked>) => {
      if (under.current) return
      under.current = true
      setError(null)
      setPhase('busy')
      const timer = window.setTimeout(() => setPhase('slow'), PROGRESS_MS)
      work()
        .then(
          (linked) => onDone(linked),
          (failed: unknown) => setError(failed instanceof HubError ? failed : new HubError(500, 'internal', String(failed))),
        )
        .finally(() => {
          window.clearTimeout(timer)
          under.current = false
          setPhase('idle')
        })
    },
    [onDone],
  )
  return { phase, error, run, clear: useCallback(() => setError(null), []) }
}
