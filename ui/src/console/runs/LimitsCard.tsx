import type { Step } from '../api/types'
import { Bar } from '../components/Bar'
import { count, limit, plural, shortTime, words } from '../lib/format'

interface Budget {
  name: string
  remaining: number
  limit: number | null
  reset: number | null
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** `{requests: {remaining, limit, reset}, complexity: {...}, cost}` of the last call that reported any. */
export function budgets(steps: Step[]): { budgets: Budget[]; cost: number | null } {
  const last = steps.findLast((step) => Object.keys(step.linkwright?.limits ?? {}).length > 0)
  const found: Budget[] = []
  for (const [name, entry] of Object.entries(last?.linkwright?.limits ?? {})) {
    if (typeof entry !== 'object' || entry === null) continue
    const parts = entry as Record<string, unknown>
    const remaining = number(parts.remaining)
    if (remaining === null) continue
    found.push({ name, remaining, limit: number(parts.limit), reset: number(parts.reset) })
  }
  const costs = steps.map((step) => number(step.linkwright?.limits?.cost)).filter((cost) => cost !== null)
  return { budgets: found, cost: costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) : null }
}

export function LimitsCard({ steps, provider }: { steps: Step[]; provider: string }) {
  const { budgets: found, cost } = budgets(steps)
  if (found.length === 0) return null
  const resets = found.map((budget) => budget.reset).filter((reset) => reset !== null)
  const refill = resets.length > 0 ? new Date(Math.max(...resets)) : null
  const told = [
    cost === null ? '' : `This run cost ${plural(cost, 'point')}.`,
    refill && refill.getTime() > 0 ? `Refills by ${shortTime(refill.toISOString())}.` : '',
  ]
  return (
    <section className="card" aria-labelledby="limh">
      <div className="hd">
        <h2 id="limh" className="h3">
          Limits of {provider} after this run
        </h2>
      </div>
      <div className="bd stack roomy">
        {found.map((budget) => (
          <div key={budget.name}>
            <div className="row between">
              <span>{words(budget.name)}</span>
              <span className="muted">
                {count(budget.remaining)}
                {budget.limit === null ? '' : ` of ${limit(budget.limit)}`} left
              </span>
            </div>
            {budget.limit !== null && budget.limit > 0 && (
              <div className="meter">
                <Bar
                  className={budget.remaining / budget.limit < 0.1 ? 'fill low' : 'fill'}
                  length={(100 * budget.remaining) / budget.limit}
                />
              </div>
            )}
          </div>
        ))}
        {told.some(Boolean) && <p className="small faint">{told.filter(Boolean).join(' ')}</p>}
      </div>
    </section>
  )
}
