/** The Hub's sentences about failures: what happened, why, what next, and whether anything was saved. */
import { clock } from '../kit'
import type { HubError } from './api'

export interface Told {
  title: string
  text: string
  /** `form`: a notice over the form, key kept. `card`: an ending that takes the form's place. */
  place: 'form' | 'card'
  /** A message that belongs under one field instead of a notice. */
  field?: string | null
}

export interface Names {
  app: string
  tool: string
}

type Teller = (error: HubError, names: Names) => Told

const TELLERS: Record<string, Teller> = {
  credential_refused: (_, { tool }) => ({
    place: 'form',
    title: `${tool} did not accept this key`,
    text: 'It may have been deleted, cut off when copying, or its owner suspended. Nothing was saved. Make a new key with the steps in the guide, then paste it here.',
  }),
  credential_malformed: (error) => ({
    place: 'form',
    title: 'This does not have the right form',
    text: `${error.message} Nothing was saved.`,
    field: error.field,
  }),
  missing_right: (error, { app, tool }) => ({
    place: 'form',
    title: 'This key cannot read',
    text: `${tool} accepts it, but it does not have Read, which ${app} needs. Nothing was saved. ${error.hint ?? 'Make a key that also has Read.'}`,
  }),
  other_workspace: (error) => ({
    place: 'form',
    title: 'This key belongs to another workspace',
    text: `${error.message} Nothing was changed.`,
  }),
  upstream_unreachable: (_, { tool }) => ({
    place: 'card',
    title: `${tool} is not answering`,
    text: 'Your key may be fine; we could not check it, so nothing was saved. We kept it in this window for one more try.',
  }),
  provider_rate_limited: (_, { tool }) => ({
    place: 'card',
    title: `${tool} asks us to wait`,
    text: `Your ${tool} account has used its requests for now. Nothing was saved.`,
  }),
  session_expired: (_, { app }) => ({
    place: 'card',
    title: 'This page has ended',
    text: `For your safety it works only for a limited time. What was not saved yet is gone. Start again in ${app}.`,
  }),
  link_ended: (_, { app }) => ({
    place: 'card',
    title: 'This link no longer works',
    text: `Links are good for one use and for a limited time, so that nobody else can use yours. Ask the person who sent it, or start again in ${app}.`,
  }),
  offline: () => ({
    place: 'form',
    title: 'You are offline',
    text: 'Your browser has no connection at the moment. What you typed is still here. Try again when you are back.',
  }),
  unreachable: () => ({
    place: 'form',
    title: 'We could not reach our server',
    text: 'The connection may have dropped. What you typed is still here. Try again in a moment.',
  }),
  internal: (error) => ({
    place: 'form',
    title: 'Something broke on our side',
    text: `Nothing was saved. ${error.reference ? `It has been logged as ${error.reference}. Try again, or give that number to support.` : 'Try again, or tell support what you did.'}`,
  }),
}
TELLERS.provider_fault = TELLERS.upstream_unreachable!

/** Words for a failure; a code that we do not know speaks with the server's own sentence. */
export function tell(error: HubError, names: Names, code = error.code): Told {
  const teller = TELLERS[code]
  if (teller) return teller(error, names)
  // Under a field there is room for one sentence, and that is what is wrong.
  const text = error.field ? error.message : (error.hint ?? 'Nothing was saved. Try again, or tell support what you did.')
  return { place: 'form', title: error.message.replace(/\.$/, ''), text, field: error.field }
}

/** What support needs to find the failure again. */
export function details(error: HubError): [string, string][] {
  const rows: [string, string | null][] = [
    ['Code', error.code],
    ['Status', error.status ? String(error.status) : null],
    ['Time', `${clock(error.at)}, ${error.at.toISOString()}`],
    ['Reference', error.reference],
    ['Answer', error.raw],
  ]
  return rows.filter((row): row is [string, string] => row[1] !== null)
}

/** "project_management" becomes "Project management". */
export function category(key: string): string {
  const words = key.replace(/[-_]+/g, ' ').trim().toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
