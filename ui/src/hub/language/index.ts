/** Which language the Hub speaks, and its sentences in it. */
import type { ReactNode } from 'react'
import type { Labels, Language } from '../../../embed/src/protocol'
import { sentence, sentenceOf, speak, type Needs } from '../../kit/words'
import { en, type Key, type Words } from './en'
import { nearest } from './nearest'

// Loaded when wanted: most people need one language.
const OTHERS: Record<Exclude<Language, 'en'>, () => Promise<{ words: Words }>> = {
  de: () => import('./de'),
  ja: () => import('./ja'),
}
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE', ja: 'ja-JP' }
const OWN: Record<keyof Labels, Key> = { title: 'list.title', connect: 'connect.go', done: 'common.back-to-app', another: 'done.another' }
const LONGEST_LABEL = 80

let current: Language = 'en'

/** The host's own words in place of ours; what is no short text is left out. */
function labelled(words: Words, labels: Labels | undefined): Words {
  const own = Object.entries(labels ?? {}).filter(([name, text]) => name in OWN && typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST_LABEL)
  return { ...words, ...Object.fromEntries(own.map(([name, text]) => [OWN[name as keyof Labels], text])) }
}

/** Speak what the host wants, else what the browser asks for. Falls back to English where a language cannot be loaded. */
export async function learn(wanted?: string, labels?: Labels): Promise<void> {
  let language = nearest([wanted, ...navigator.languages])
  let words: Words = en
  if (language !== 'en') {
    try {
      words = (await OTHERS[language]()).words
    } catch {
      // The network may drop at any time, and an English form is better than none.
      language = 'en'
    }
  }
  current = language
  document.documentElement.lang = language
  speak(LOCALES[language], labelled(words, labels))
}

/** The Hub's sentence under this key. */
export function t<K extends Key>(key: K, ...slots: Needs<(typeof en)[K], string | number>): string {
  return sentence(key, slots[0])
}

/** The same, with elements in its slots. */
export function rich<K extends Key>(key: K, ...slots: Needs<(typeof en)[K], ReactNode>): ReactNode[] {
  return sentenceOf(key, slots[0] ?? {})
}

/** Several sentences after each other. */
export function together(...sentences: (string | null | undefined)[]): string {
  return sentences.filter(Boolean).join(t('common.next'))
}

/** What the server and the connector say is English; elsewhere we speak ourselves if we can. */
export function speaksEnglish(): boolean {
  return current === 'en'
}

/** The `lang` of English text within the page; none where the page is English itself. */
export function english(): 'en' | undefined {
  return current === 'en' ? undefined : 'en'
}
