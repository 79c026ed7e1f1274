import { useTitle } from '../components/Page'
import { go, usePlace } from '../lib/router'
import { AuthCard } from './AuthCard'
import { SignInForm } from './SignInForm'

const CONSENT = '/oauth/consent?'

/** Only a page of this console, or the one that asks about an MCP client, may be where one lands after signing in. */
export function safeNext(next: string | null): string {
  if (next?.startsWith(CONSENT)) return next
  return next !== null && /^\/console(\/|\?|$)/.test(next) && !next.startsWith('/console/sign-in') ? next : '/console/accounts'
}

function land(next: string) {
  // The server draws that page; the console knows nothing of it.
  if (next.startsWith(CONSENT)) window.location.replace(next)
  else go(next, { replace: true })
}

export function SignIn() {
  useTitle('Sign in')
  const { query } = usePlace()
  return (
    <AuthCard title="Sign in">
      <SignInForm onDone={() => land(safeNext(query.get('next')))} />
      <p className="small muted">
        No password yet, or forgotten? Whoever runs this server makes a one-time link with{' '}
        <code className="nowrap">linkwright members link</code>.
      </p>
    </AuthCard>
  )
}
