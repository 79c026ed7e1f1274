/** A plan of a write, as far as an answer holds one: read by what is there, so that more of it does no harm. */
export interface Change {
  field: string
  before: unknown
  after: unknown
}

export interface Plan {
  hash: string
  summary: string
  changes: Change[]
  /** Everything else that was told. */
  rest: Record<string, unknown>
}

function objects(value: unknown, depth = 0): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 3) return []
  const here = value as Record<string, unknown>
  return [here, ...Object.values(here).flatMap((inside) => objects(inside, depth + 1))]
}

function first(from: Record<string, unknown>, names: readonly string[]): unknown {
  return names.map((name) => from[name]).find((value) => value !== undefined)
}

function changeOf(name: string, value: unknown): Change | null {
  if (typeof value !== 'object' || value === null) return null
  const parts = value as Record<string, unknown>
  if (!('before' in parts || 'after' in parts || 'from' in parts || 'to' in parts)) return null
  const field = first(parts, ['field', 'name', 'path']) ?? name
  return { field: String(field), before: first(parts, ['before', 'from']), after: first(parts, ['after', 'to']) }
}

function changesOf(given: unknown): Change[] {
  const pairs = Array.isArray(given) ? given.map((one): [string, unknown] => ['', one]) : Object.entries((given ?? {}) as object)
  return pairs.map(([name, one]) => changeOf(name, one)).filter((one) => one !== null)
}

/** Null where the answer is no plan. */
export function planOf(body: unknown): Plan | null {
  const found = objects(body).find((one) => typeof one.plan_hash === 'string' || (typeof one.hash === 'string' && ('changes' in one || 'request' in one)))
  if (found === undefined) return null
  const { plan_hash: given, hash, summary, sentence, says, changes, ...rest } = found
  const told = [summary, sentence, says].find((text) => typeof text === 'string')
  return { hash: String(given ?? hash), summary: String(told ?? ''), changes: changesOf(changes), rest }
}
