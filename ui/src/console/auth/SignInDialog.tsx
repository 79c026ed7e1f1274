import { Dialog } from '../../kit'
import { auth } from '../api/calls'
import { Client } from '../api/client'
import { useLoad } from '../lib/load'
import { ProviderButton } from './ProviderButton'
import { SignInForm } from './SignInForm'

interface Props {
  email: string
  onDone: () => Promise<void>
}

/** The sign-in ended while somebody was at work: renewed on top of the page, which keeps what was typed. */
export function SignInDialog({ email, onDone }: Props) {
  return (
    <Dialog open title="Sign in again" alert onClose={() => undefined}>
      <p className="muted">Your sign-in has ended. The page behind this one is as you left it.</p>
      <SignInForm email={email} onDone={onDone} />
    </Dialog>
  )
}

interface FreshProps extends Props {
  /** Leave it; what was asked for is not done. */
  onClose: () => void
}

/** What is asked for needs whoever sits here to show once more that they are the member. */
export function FreshSignInDialog({ email, onDone, onClose }: FreshProps) {
  const ways = useLoad('ways', (signal) => auth.ways(new Client(null), signal))
  const provider = ways.data?.provider ?? null
  const here = window.location.pathname + window.location.search
  return (
    <Dialog open title="Show that it is you" onClose={onClose}>
      <p className="muted">This changes who gets in as you, so it takes a sign-in of the last ten minutes. Yours is older.</p>
      {provider && <ProviderButton provider={provider} next={here} />}
      {(ways.data?.passwords ?? true) && <SignInForm email={email} onDone={onDone} />}
      {provider && <p className="small muted">From there you come back to this page; begin once more then.</p>}
    </Dialog>
  )
}
