/** What can be told from the outside of a pasted secret: blanks and words around it, and whether its form fits. */

export interface KeyHint {
  /** Name of the provider, for sentences. */
  name: string
  prefix?: string | null
  length?: number | null
}

export interface Cleaned {
  value: string
  /** What was taken away, as a sentence; null if nothing was. */
  note: string | null
}

const QUOTES = /^(["'`“”‘’«»])(.*)(["'`“”‘’«»])$/s

/** Take away what people copy along: blanks and line breaks, quotes, `Bearer`, `Authorization:`. Never anything inside the key. */
export function clean(text: string): Cleaned {
  const taken: string[] = []
  let value = text.trim()
  const header = /^authorization\s*:\s*/i.exec(value)
  if (header) value = value.slice(header[0].length)
  for (let again = true; again; ) {
    again = false
    const quoted = QUOTES.exec(value)
    if (quoted) {
      value = quoted[2]!.trim()
      taken.push('the quotes')
      again = true
    }
    const scheme = /^(bearer|token)\s+/i.exec(value)
    if (scheme) {
      value = value.slice(scheme[0].length)
      taken.push(`“${scheme[1]}”`)
      again = true
    }
  }
  if (header) taken.push('“Authorization:”')
  const packed = value.replace(/[\s\u200b-\u200d\ufeff]+/g, '')
  if (packed !== value || (text !== text.trim() && taken.length === 0)) taken.push('blanks')
  const names = [...new Set(taken)]
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0]
  return { value: packed, note: listed ? `We removed ${listed} from what you pasted.` : null }
}

/** Judge only the form. `good` never says that a key works; `bad` says what does not fit. */
export function shape(value: string, hint?: KeyHint | null): { good?: string; bad?: string } {
  if (!value || !hint) return {}
  const { name, prefix, length } = hint
  if (prefix && !value.startsWith(prefix)) {
    return { bad: `${name} keys start with ${prefix}. This one does not, so it may be a key of something else.` }
  }
  if (length && value.length < length) {
    return { bad: `This key has ${value.length} characters. ${name} keys have ${length}, so part of it may be missing.` }
  }
  if (length && value.length > length) {
    return { bad: `This key has ${value.length} characters. ${name} keys have ${length}, so something may be attached to it.` }
  }
  return prefix || length ? { good: `Looks like a ${name} key.` } : {}
}
