/** What is said about failures: what happened, why, what next, and whether anything was saved. */
import { exact } from '../kit'
import type { HubError } from './api'
import { speaksEnglish, t, together } from './language'
import type { Key } from './language/en'

type Kept = Extract<Key, `kept.${string}`>

export interface Told {
  title: string
  text: string
  /** `form`: a notice over the form, key kept. `card`: an ending that takes the form's place. */
  place: 'form' | 'card'
  /** A message that belongs under one field instead of a notice. */
  field?: string | null
  /** The sentences of the text around the one that says what became of one's work. */
  before: string
  after: string
}

export interface Names {
  app: string
  tool: string
}

interface Parts {
  title: string
  place?: Told['place']
  before?: string | null
  kept?: Kept
  after?: string | null
  field?: string | null
}

type Teller = (error: HubError, names: Names) => Parts

/** The server's own sentence where the page speaks its language. */
function ours(sentence: string | null, otherwise: string): string {
  return speaksEnglish() && sentence ? sentence : otherwise
}

const TELLERS: Record<string, Teller> = {
  credential_refused: (_, { tool }) => ({ title: t('error.refused', { tool }), before: t('error.refused-why'), kept: 'kept.unsaved', after: t('error.refused-next') }),
  credential_malformed: (error) => ({ title: t('error.form'), before: error.message, kept: 'kept.unsaved', field: error.field }),
  missing_right: (error, names) => ({
    title: t('error.right'),
    before: t('error.right-why', names),
    kept: 'kept.unsaved',
    after: ours(error.hint, t('error.right-next')),
  }),
  other_workspace: (error) => ({ title: t('error.workspace'), before: ours(error.message, t('error.workspace-why')), kept: 'kept.unchanged' }),
  upstream_unreachable: (_, { tool }) => ({ place: 'card', title: t('error.down', { tool }), before: t('error.down-why'), after: t('error.down-next') }),
  provider_rate_limited: (_, { tool }) => ({ place: 'card', title: t('error.limit', { tool }), before: t('error.limit-why', { tool }), kept: 'kept.unsaved' }),
  session_expired: (_, { app }) => ({ place: 'card', title: t('error.ended'), before: t('error.ended-why', { app }) }),
  link_ended: (_, { app }) => ({ place: 'card', title: t('error.link'), before: t('error.link-why', { app }) }),
  offline: () => ({ title: t('error.offline'), before: t('error.offline-why'), kept: 'kept.typed', after: t('error.offline-next') }),
  unreachable: () => ({ title: t('error.unreachable'), before: t('error.unreachable-why'), kept: 'kept.typed', after: t('error.unreachable-next') }),
  internal: ({ reference }) => ({
    title: t('error.internal'),
    kept: 'kept.unsaved',
    after: reference ? t('error.internal-logged', { reference }) : t('error.support'),
  }),
}
TELLERS.provider_fault = TELLERS.upstream_unreachable!

/** A failure without words of ours: the server's own sentence, or that it did not work. */
function unknown(error: HubError): Parts {
  const title = ours(error.message.replace(/\.$/, ''), t('error.other'))
  // Under a field there is room for one sentence, and that is what is wrong.
  if (error.field) return { title, before: error.message, field: error.field }
  return speaksEnglish() && error.hint ? { title, before: error.hint } : { title, kept: 'kept.unsaved', after: t('error.support') }
}

/** Words for a failure; a code that we do not know speaks with the server's own sentence. */
export function tell(error: HubError, names: Names, code = error.code): Told {
  const { title, place = 'form', before, kept, after, field } = (TELLERS[code] ?? unknown)(error, names)
  return { title, place, field, before: before ?? '', after: after ?? '', text: together(before, kept && t(kept), after) }
}

/** The text with another sentence on what became of one's work; null where there was none, as on a page without a form. */
export function textOf(told: Told, kept: Kept | null): string {
  return together(told.before, kept && t(kept), told.after)
}

/** What support needs to find the failure again. */
export function details(error: HubError): [string, string][] {
  // The wire has our advice before what the provider said; the advice stands above already.
  const advice = error.hint ?? ''
  const answer = error.raw?.startsWith(advice) ? error.raw.slice(advice.length).trim() || null : error.raw
  const rows: [string, string | null][] = [
    [t('details.code'), error.code],
    [t('details.status'), error.status ? String(error.status) : null],
    [t('details.time'), exact(error.at)],
    [t('details.message'), speaksEnglish() ? null : error.message],
    [t('common.reference'), error.reference],
    [t('details.answer'), answer],
  ]
  return rows.filter((row): row is [string, string] => row[1] !== null)
}

/** "project_management" becomes "Project management". */
export function category(key: string): string {
  const words = key.replace(/[-_]+/g, ' ').trim().toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
