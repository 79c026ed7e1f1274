import type { Step } from '../api/types'
import { setQuery, usePlace } from '../lib/router'
import { stepFailed } from './words'

/** Which upstream call shows: the one in the address, else the one that failed, else the last. */
export function useCall(steps: Step[]): { call: number | null; choose: (step: number) => void } {
  const { query } = usePlace()
  const said = Number(query.get('call')) - 1
  const failed = steps.findIndex(stepFailed)
  const call = steps.length === 0 ? null : steps[said] !== undefined ? said : failed >= 0 ? failed : steps.length - 1
  return { call, choose: (step) => setQuery({ call: String(step + 1), tab: null }) }
}
