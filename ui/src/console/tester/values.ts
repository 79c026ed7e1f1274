/** What was entered, as the call wants it. Form and JSON are two views of the same values. */
import type { Input } from './schema'

export type Values = Record<string, unknown>
export type Call = { action: string } & Record<string, unknown>

const PLACES = ['path', 'query', 'body', 'headers']

/** Nothing was entered; false and 0 are something. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object' && value !== null && !(value instanceof File)) return Object.values(value).every(isBlank)
  return false
}

/** Without the blanks that a form leaves behind. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isBlank(item)).map(pruned)
  if (typeof value !== 'object' || value === null || value instanceof File) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !isBlank(item))
      .map(([name, item]) => [name, pruned(item)]),
  )
}

/** Values by the place that each input has in a call. */
export function placed(inputs: readonly Input[], values: Values): Record<string, Record<string, unknown>> {
  const found: Record<string, Record<string, unknown>> = {}
  for (const [name, value] of Object.entries(values)) {
    if (isBlank(value)) continue
    const place = inputs.find((input) => input.name === name)?.in ?? 'body'
    found[place] = { ...found[place], [name]: pruned(value) }
  }
  return found
}

/** The call, and the files that go beside it. */
export function callOf(action: string, inputs: readonly Input[], values: Values): { call: Call; files: Record<string, File> } {
  const all = Object.entries(values)
  const files = Object.fromEntries(all.filter((one): one is [string, File] => one[1] instanceof File))
  const rest = Object.fromEntries(all.filter(([, value]) => !(value instanceof File)))
  return { call: { action, ...placed(inputs, rest) }, files }
}

/** What the JSON view shows. */
export function asJson(inputs: readonly Input[], values: Values): string {
  const { call } = callOf('', inputs, values)
  const { action: _, ...places } = call
  return JSON.stringify(places, null, 2)
}

/** Back from JSON, by place or flat. Throws what is wrong with it, in words. */
export function fromJson(text: string, before: Values): Values {
  const kept = Object.fromEntries(Object.entries(before).filter(([, value]) => value instanceof File))
  if (text.trim() === '') return kept
  const read = parse(text)
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Error('This is no JSON object, such as {"query": {}}.')
  return { ...kept, ...flat(read as Record<string, unknown>) }
}

/** Arguments that are sorted by place, or not, as values by name. */
export function flat(given: Record<string, unknown>): Values {
  // Made of entries: a field may be called `__proto__`, and must be one like any other.
  const values: [string, unknown][] = []
  for (const [name, value] of Object.entries(given)) {
    if (PLACES.includes(name) && typeof value === 'object' && value !== null && !Array.isArray(value)) values.push(...Object.entries(value))
    else values.push([name, value])
  }
  return Object.fromEntries(values)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new Error(`This is not JSON: ${thrown instanceof Error ? thrown.message : 'it cannot be read'}.`)
  }
}

/** The sentences of a refusal, each with the input that it is about, and what is left over. */
export function byField(message: string, names: readonly string[]): { fields: Record<string, string>; rest: string } {
  const fields = new Map<string, string>()
  const rest: string[] = []
  for (const sentence of message.split(/(?<=\.)\s+(?=\S)/)) {
    const about = /^(\w+)(?:[.[]\S*)? (?:must be|is missing|is given|has )/.exec(sentence)?.[1]
    if (about !== undefined && names.includes(about)) fields.set(about, [fields.get(about), sentence].filter(Boolean).join(' '))
    else rest.push(sentence)
  }
  return { fields: Object.fromEntries(fields), rest: rest.join(' ') }
}

/** About how many tokens a model reads for this: four characters each. */
export function tokens(value: unknown): number {
  return Math.ceil(JSON.stringify(value ?? null).length / 4)
}
