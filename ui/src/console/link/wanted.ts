import type { AccountType, SessionWanted } from '../api/types'

export type Way = 'link' | 'now' | 'embed'

export interface LinkForm {
  ownerId: string
  ownerName: string
  provider: string
  type: AccountType
  multiple: boolean
  way: Way
  /** Seconds an auth link works. */
  lasts: number
}

const DAY = 24 * 3600

export const LASTS = [
  { value: String(DAY), label: '1 day' },
  { value: String(7 * DAY), label: '7 days' },
  { value: String(30 * DAY), label: '30 days' },
] as const

export function firstForm(type: AccountType, provider: string): LinkForm {
  const sandbox = type === 'test'
  return {
    ownerId: sandbox ? 'sandbox' : '',
    ownerName: sandbox ? 'Sandbox' : '',
    provider: sandbox ? provider : '',
    type,
    multiple: false,
    way: sandbox ? 'now' : 'link',
    lasts: 7 * DAY,
  }
}

/** The body of POST /connect_sessions. The Hub that opens at once needs no longer life than the default. */
export function wanted(form: LinkForm): SessionWanted {
  const body: SessionWanted = {
    origin_owner_id: form.ownerId.trim(),
    origin_owner_name: form.ownerName.trim(),
    type: form.type,
  }
  if (form.provider !== '') body.provider = form.provider
  if (form.multiple) body.multiple = true
  if (form.way === 'link') body.expires_in = form.lasts
  return body
}

export interface Lacking {
  ownerId?: string
  ownerName?: string
}

export function lacking(form: LinkForm): Lacking {
  const found: Lacking = {}
  if (form.ownerId.trim() === '') found.ownerId = 'Type the id that this customer has in your own system.'
  if (form.ownerName.trim() === '') found.ownerName = 'Type the customer’s name. They see it in the Hub.'
  return found
}
