import type { StatusName } from '../../kit'

/** How an approval stands, as a sign and a word. */
export const STANDINGS: Record<string, { sign: StatusName; word: string }> = {
  pending: { sign: 'waiting', word: 'Waiting' },
  approved: { sign: 'active', word: 'Approved' },
  refused: { sign: 'failed', word: 'Refused' },
  running: { sign: 'retrying', word: 'Running' },
  used: { sign: 'succeeded', word: 'Done' },
  outdated: { sign: 'expired', word: 'Outdated' },
  expired: { sign: 'expired', word: 'Expired' },
}

/** Told to the window when something was decided, so that the number in the navigation follows. */
export const DECIDED = 'linkwright:decided'
