/** Characters that nobody sees, or that turn the direction of others. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** A text with these spelt out: who decides about it must read what is sent. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (one) => (one === '\n' ? one : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`))
}

/** The same for every text in a value, names included. */
export function allVisible(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(allVisible)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [visible(name), allVisible(one)]))
}
