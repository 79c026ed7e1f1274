/**
 * Every sentence that people read stands in a catalogue, by key. The kit's own are here, in English; the Hub's catalogue adds its
 * own and speaks other languages. One language is spoken at a time on a page.
 */
import type { ReactNode } from 'react'

export const kitEnglish = {
  'kit.optional': 'Optional',
  'kit.show': 'Show for 30 seconds',
  'kit.hide': 'Hide',
  'kit.stored': 'Stored, ends in ',
  'kit.replace': 'Replace',
  'kit.keep-old': 'Keep the old one',
  'kit.new-tab': ' (opens a new tab)',
  'kit.copy': 'Copy {what}',
  'kit.copied': 'Copied',
  'kit.not-copied': 'Not copied. Select the text instead',
  'kit.still-loading': 'Still loading. ',
  'kit.again': 'Try again',
  'kit.loading': 'Loading',
  'kit.close': 'Close',
  'kit.undo': 'Undo',
  'kit.test': 'Test',
  'kit.quoted': '“{text}”',
  'kit.key.removed': 'We removed {what} from what you pasted.',
  'kit.key.quotes': 'the quotes',
  'kit.key.blanks': 'blanks',
  'kit.key.prefix': '{tool} keys start with {prefix}. This one does not, so it may be a key of something else.',
  'kit.key.short': 'This key has {count} characters. {tool} keys have {length}, so part of it may be missing.',
  'kit.key.long': 'This key has {count} characters. {tool} keys have {length}, so something may be attached to it.',
  'kit.key.good': 'Looks like a {tool} key.',
  'kit.time.now': 'just now',
  'kit.time.soon': 'in a moment',
  'kit.status.active': 'Active',
  'kit.status.inactive': 'Inactive',
  'kit.status.suspended': 'Suspended',
  'kit.status.expired': 'Expired',
  'kit.status.error': 'Error',
  'kit.status.archived': 'Archived',
  'kit.status.succeeded': 'Succeeded',
  'kit.status.failed': 'Failed',
  'kit.status.retrying': 'Retrying',
  'kit.status.waiting': 'Waiting',
  'kit.status.running': 'Running',
} as const

/** The names in braces of a sentence. */
export type Slots<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never

/** What a sentence needs to be told: nothing where it has no slots, though a host's own words in its place may have some. */
export type Needs<S extends string, V> = [Slots<S>] extends [never] ? [Record<string, V>?] : [Record<Slots<S>, V>]

let tongue = 'en-GB'
let spoken: Record<string, string> = kitEnglish

/** Speak another language from now on. What is drawn already changes with its next drawing. */
export function speak(locale: string, words: Record<string, string>): void {
  tongue = locale
  spoken = words
}

/** The language of now, as a BCP 47 tag. */
export function locale(): string {
  return tongue
}

/** A sentence by its key, from whichever catalogue is spoken. */
export function sentence(key: string, slots: Record<string, string | number> = {}): string {
  return spoken[key]!.replace(/\{(\w+)\}/g, (_, name: string) => String(slots[name]))
}

/** The same with elements in its slots. */
export function sentenceOf(key: string, slots: Record<string, ReactNode>): ReactNode[] {
  return spoken[key]!.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 1 ? slots[part] : part))
}

/** A sentence of the kit. */
export function word<K extends keyof typeof kitEnglish>(key: K, ...slots: Needs<(typeof kitEnglish)[K], string | number>): string {
  return sentence(key, slots[0])
}
