import { useTitle } from '../components/Page'
import { go, usePlace } from '../lib/router'
import { AuthCard } from './AuthCard'
import { SignInForm } from './SignInForm'

/** Only a page of this console may be where one lands after signing in. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/console(\/|\?|$)/.test(next) && !next.startsWith('/console/sign-in') ? next : '/console/accounts'
}

export function SignIn() {
  useTitle('Sign in')
  const { query } = usePlace()
  return (
    <AuthCard title="Sign in">
      <SignInForm onDone={() => go(safeNext(query.get('next')), { replace: true })} />
      <p className="small muted">
        No password yet, or forgotten? Whoever runs this server makes a one-time link with{' '}
        <code className="nowrap">linkwright members link</code>.
      </p>
    </AuthCard>
  )
}
