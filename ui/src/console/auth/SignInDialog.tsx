import { Dialog } from '../../kit'
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
