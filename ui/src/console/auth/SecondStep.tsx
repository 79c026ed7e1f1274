import { type FormEvent, useEffect, useState } from 'react'
import { Bone, Button, Skeleton } from '../../kit'
import { auth } from '../api/calls'
import { Client } from '../api/client'
import { asApiError, type ApiError } from '../api/errors'
import type { TwoStepBeginning } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { RecoveryCodes } from '../you/RecoveryCodes'
import { CodeField, SetupSteps } from '../you/SetupSteps'

interface Props {
  onDone: () => void | Promise<void>
  /** Back to the password. */
  onAgain: () => void
}

/** The code of the app, after the password. */
export function CodeStep({ onDone, onAgain }: Props) {
  const [code, setCode] = useState('')
  const deed = useDeed(async () => {
    await auth.code(new Client(null), code)
    await onDone()
  })
  const ended = deed.error?.code === 'step_ended'
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (code.trim() !== '' && !(await deed.run())) setCode('')
  }
  return (
    <form className="stack roomy" onSubmit={(event) => void submit(event)} noValidate>
      <Failure error={deed.error} />
      {!ended && (
        <>
          <CodeField
            label="Code"
            hint="Your authenticator app shows it. Without your phone, type a recovery code."
            value={code}
            onChange={setCode}
          />
          <Button type="submit" variant="primary" full busy={deed.busy && 'Checking'} off={code.trim() === ''}>
            Sign in
          </Button>
        </>
      )}
      <Button full onClick={onAgain}>
        Start again
      </Button>
    </form>
  )
}

/** The organization wants two steps, and this member has none yet. */
export function SetupStep({ onDone, onAgain }: Props) {
  const [beginning, setBeginning] = useState<TwoStepBeginning | null>(null)
  const [failed, setFailed] = useState<ApiError | undefined>(undefined)
  const [codes, setCodes] = useState<string[] | null>(null)

  useEffect(() => {
    auth.beginSetup(new Client(null)).then(setBeginning, (thrown: unknown) => setFailed(asApiError(thrown)))
  }, [])

  if (codes) {
    return (
      <div className="stack roomy">
        <RecoveryCodes codes={codes} />
        <Button variant="primary" full onClick={() => void onDone()}>
          I have stored them
        </Button>
      </div>
    )
  }
  return (
    <div className="stack roomy">
      <p className="muted">Your organization wants two-step sign-in. Set it up to go on.</p>
      <Failure error={failed} />
      {!beginning && !failed && (
        <Skeleton label="Making a secret">
          <Bone className="vary1" />
        </Skeleton>
      )}
      {beginning && (
        <SetupSteps beginning={beginning} confirm={async (code) => setCodes((await auth.confirmSetup(new Client(null), code)).codes)} />
      )}
      <Button full onClick={onAgain}>
        Start again
      </Button>
    </div>
  )
}
