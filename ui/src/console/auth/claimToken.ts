import { match } from '../lib/router'

/** Takes a one-time token out of the address bar and the history before anything is drawn. */
export function takeClaimToken(): string | null {
  const token = match('/console/claim/:token', window.location.pathname)?.token ?? null
  if (token !== null) window.history.replaceState(null, '', '/console/claim')
  return token
}
