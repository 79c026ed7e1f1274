import { type FormEvent, useEffect, useState } from 'react'
import { Button, TextField } from '../../kit'
import { auth } from '../api/calls'
import { Client } from '../api/client'
import type { SignInStage } from '../api/types'
import { useDeed } from '../lib/load'
import { Failure } from '../components/Failure'
import { PasswordField } from './PasswordField'
import { CodeStep, SetupStep } from './SecondStep'

interface Props {
  email?: string
  onDone: () => void | Promise<void>
}

/** Seconds left of a wait that the server asked for. */
function useCountdown(seconds: number | null): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    setLeft(seconds ?? 0)
    if (seconds === null) return
    const timer = window.setInterval(() => setLeft((old) => Math.max(0, old - 1)), 1000)
    return () => window.clearInterval(timer)
  }, [seconds])
  return left
}

function waiting(seconds: number): string {
  return seconds >= 60 ? `${Math.ceil(seconds / 60)} min` : `${seconds} s`
}

export function SignInForm({ email: known = '', onDone }: Props) {
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState({ email: '', password: '' })
  const [stage, setStage] = useState<SignInStage>('in')
  const deed = useDeed(async () => {
    const entered = await auth.signIn(new Client(null), email.trim(), password)
    setPassword('')
    if (entered.stage === 'in') await onDone()
    else setStage(entered.stage)
  })
  const left = useCountdown(deed.error?.status === 429 ? (deed.error.retryAfter ?? 60) : null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = {
      email: email.includes('@') ? '' : 'Type the e-mail you were invited with.',
      password: password === '' ? 'Type your password.' : '',
    }
    setMissing(found)
    if (found.email || found.password || left > 0) return
    await deed.run()
  }

  const again = () => setStage('in')
  if (stage === 'code') return <CodeStep onDone={onDone} onAgain={again} />
  if (stage === 'setup') return <SetupStep onDone={onDone} onAgain={again} />
  return (
    <form className="stack roomy" onSubmit={(event) => void submit(event)} noValidate>
      {deed.error && deed.error.status !== 429 && <Failure error={deed.error} />}
      {left > 0 && (
        <p className="msg warn" role="status">
          Too many tries. You can try again in {waiting(left)}.
        </p>
      )}
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        value={email}
        error={missing.email}
        data-first={known === '' ? true : undefined}
        autoFocus={known === ''}
        onChange={(event) => {
          setEmail(event.target.value)
          setMissing((old) => ({ ...old, email: '' }))
        }}
      />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        value={password}
        error={missing.password}
        first={known !== ''}
        onChange={(value) => {
          setPassword(value)
          setMissing((old) => ({ ...old, password: '' }))
        }}
      />
      <Button type="submit" variant="primary" full busy={deed.busy && 'Signing in'} off={left > 0}>
        Sign in
      </Button>
    </form>
  )
}
