import { useEffect, useState } from 'react'
import { policy } from '../api/calls'
import type { WhatIf } from '../api/types'
import { plural } from '../lib/format'
import { type Loaded, useLoad } from '../lib/load'
import { useSession } from '../session/context'
import type { Rule } from './rules'

const DAYS = 7
const PAUSE_MS = 400

/** What these rules would have done with the past week; asked again a moment after they change. */
export function useWhatIf(rules: Rule[] | null): Loaded<WhatIf> {
  const { api } = useSession()
  const text = rules === null || rules.length === 0 ? null : JSON.stringify(rules)
  const [settled, setSettled] = useState<string | null>(null)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [text])
  return useLoad(text === null ? null : settled, (signal) => policy.whatIf(api, JSON.parse(settled ?? '[]') as Rule[], DAYS, signal))
}

/** "Would have denied 14 calls of the last 7 days." */
export function WhatIfLine({ whatIf, draft }: { whatIf: Loaded<WhatIf>; draft: boolean }) {
  const { data, error } = whatIf
  if (error) return <p className="small bad">{error.message}</p>
  if (!data) return <p className="small muted">{draft ? 'Trying the rules on the last 7 days…' : ''}</p>
  const told = [
    ...(data.denied > 0 ? [`denied ${plural(data.denied, 'call')}`] : []),
    ...(data.approval > 0 ? [`asked a person about ${plural(data.approval, 'call')}`] : []),
  ]
  return (
    <div aria-live="polite">
      <p className="small">
        These rules would have {told.length > 0 ? told.join(' and ') : 'stopped nothing'}, of {plural(data.looked_at, 'call')} in the last 7 days
        {data.complete ? '' : ', the newest of more'}.
      </p>
      {(data.cannot_tell > 0 || data.as_called > 0) && (
        <p className="small muted">
          {data.cannot_tell > 0 && `Of ${data.cannot_tell} it cannot be told: what they were called with is not kept. `}
          {data.as_called > 0 && `${data.as_called} were judged by names as they were sent, not by the ids they meant.`}
        </p>
      )}
    </div>
  )
}
