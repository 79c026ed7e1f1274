/** What can be told from the outside of a pasted secret: blanks and words around it, and whether its form fits. */

import { locale, word } from './words.ts'

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
      taken.push(word('kit.key.quotes'))
      again = true
    }
    const scheme = /^(bearer|token)\s+/i.exec(value)
    if (scheme) {
      value = value.slice(scheme[0].length)
      taken.push(word('kit.quoted', { text: scheme[1]! }))
      again = true
    }
  }
  if (header) taken.push(word('kit.quoted', { text: 'Authorization:' }))
  const packed = value.replace(/[\s\u200b-\u200d\ufeff]+/g, '')
  if (packed !== value || (text !== text.trim() && taken.length === 0)) taken.push(word('kit.key.blanks'))
  const names = [...new Set(taken)]
  const what = new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names)
  return { value: packed, note: what ? word('kit.key.removed', { what }) : null }
}

/** Judge only the form. `good` never says that a key works; `bad` says what does not fit. */
export function shape(value: string, hint?: KeyHint | null): { good?: string; bad?: string } {
  if (!value || !hint) return {}
  const { name, prefix, length } = hint
  if (prefix && !value.startsWith(prefix)) {
    return { bad: word('kit.key.prefix', { tool: name, prefix }) }
  }
  const sizes = { tool: name, count: value.length, length: length ?? 0 }
  if (length && value.length < length) return { bad: word('kit.key.short', sizes) }
  if (length && value.length > length) return { bad: word('kit.key.long', sizes) }
  return prefix || length ? { good: word('kit.key.good', { tool: name }) } : {}
}
