import { Message } from '../../kit'
import { auth } from '../api/calls'
import { Client } from '../api/client'
import { useTitle } from '../components/Page'
import { useLoad } from '../lib/load'
import { go, usePlace } from '../lib/router'
import { AuthCard } from './AuthCard'
import { problemOf } from './problems'
import { ProviderButton } from './ProviderButton'
import { CodeStep, SetupStep } from './SecondStep'
import { SignInForm } from './SignInForm'

const CONSENT = '/oauth/consent?'

/** Only a page of this console, or the one that asks about an MCP client, may be where one lands after signing in. */
export function safeNext(next: string | null): string {
  if (next?.startsWith(CONSENT)) return next
  return next !== null && /^\/console(\/|\?|$)/.test(next) && !/^\/console\/sign-in(\?|$)/.test(next) ? next : '/console/accounts'
}

function land(next: string) {
  // The server draws that page; the console knows nothing of it.
  if (next.startsWith(CONSENT)) window.location.replace(next)
  else go(next, { replace: true })
}

export function SignIn() {
  useTitle('Sign in')
  const { query } = usePlace()
  const ways = useLoad('ways', (signal) => auth.ways(new Client(null), signal))
  const next = safeNext(query.get('next'))
  const stage = query.get('stage')
  const done = () => land(next)
  const again = () => go('/console/sign-in', { replace: true })
  if (stage === 'code' || stage === 'setup') {
    const Step = stage === 'code' ? CodeStep : SetupStep
    return (
      <AuthCard title="One more step">
        <Step onDone={done} onAgain={again} />
      </AuthCard>
    )
  }
  const problem = problemOf(query.get('problem'))
  const provider = ways.data?.provider ?? null
  return (
    <AuthCard title="Sign in">
      {problem && (
        <div role="alert">
          <Message tone="bad">{problem}</Message>
        </div>
      )}
      {provider && <ProviderButton provider={provider} next={next} />}
      {(ways.data?.passwords ?? true) ? (
        <SignInForm onDone={done} />
      ) : (
        <p className="small muted">Your organization has its members sign in there only.</p>
      )}
      <p className="small muted">
        No password yet, or forgotten? Whoever runs this server makes a one-time link with{' '}
        <code className="nowrap">linkwright members link</code>.
      </p>
    </AuthCard>
  )
}
