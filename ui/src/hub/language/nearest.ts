/** Choosing among the languages that there are. */
import type { Language } from '../../../embed/src/protocol'

export const LANGUAGES: readonly Language[] = ['en', 'de', 'ja']

/** The first of these tags whose language there is ("de-CH" finds German), else English. */
export function nearest(tags: readonly (string | null | undefined)[]): Language {
  for (const tag of tags) {
    const base = typeof tag === 'string' ? tag.toLowerCase().split(/[-_]/)[0] : undefined
    const found = LANGUAGES.find((one) => one === base)
    if (found) return found
  }
  return 'en'
}
