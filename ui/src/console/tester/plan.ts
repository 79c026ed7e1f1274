/** A plan of a write, as `mode: plan` answers it (docs/api.md). */
export interface Change {
  field: string
  before: unknown
  after: unknown
  /** False where nobody could read what is there now. */
  before_known: boolean
  before_named?: unknown
  after_named?: unknown
}

export interface Plan {
  plan_hash: string
  requests: Record<string, unknown>[]
  target: { read_with: string | null; now: Record<string, unknown> | null } & Record<string, unknown> | null
  changes: Change[]
  unchanged: string[]
  unknown: string[]
  cost: { requests: number; exact: boolean; points: number | null }
  scopes: { needed: string[]; proven: string[]; missing: string[] }
}

/** Null where the answer is no plan. */
export function planOf(body: unknown): Plan | null {
  const data = (body as { data?: Partial<Plan> & { mode?: string } } | null)?.data
  return data?.mode === 'plan' && typeof data.plan_hash === 'string' ? (data as Plan) : null
}

/** A value as one reads it: by its name where it has one. */
export function valueOf(value: unknown, named?: unknown): string {
  const shown = named ?? value
  if (shown === undefined || shown === null || shown === '') return 'none'
  if (Array.isArray(shown)) return shown.length === 0 ? 'none' : shown.map((one) => valueOf(one)).join(', ')
  return typeof shown === 'object' ? JSON.stringify(shown) : String(shown)
}

/** What it costs, in words. */
export function costOf({ requests, exact, points }: Plan['cost']): string {
  const calls = `${exact ? '' : 'at least '}${requests} ${requests === 1 ? 'request' : 'requests'}`
  return points === null ? calls : `${calls}, about ${points} of the provider's points`
}
