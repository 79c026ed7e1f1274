import { type FormEvent, useEffect, useState } from 'react'
import { Button, TextField } from '../../kit'
import { auth } from '../api/calls'
import { Client } from '../api/client'
import type { SignInStage } from '../api/types'
import { Code } from '../components/Code'
import { Failure } from '../components/Failure'
import { useTitle } from '../components/Page'
import { useDeed, useLoad } from '../lib/load'
import { go, Link } from '../lib/router'
import { roleName } from '../members/roles'
import { AuthCard } from './AuthCard'
import { PasswordField } from './PasswordField'
import { LEAST_LENGTH, judged } from './password'
import { CodeStep, SetupStep } from './SecondStep'

const COMMAND = 'linkwright members link'

function deadLink(status: number, code: string): boolean {
  return code !== 'step_ended' && ([401, 403, 404, 410].includes(status) || /link|token|claim/.test(code))
}

function enter() {
  go('/console/accounts', { replace: true })
}

function LinkEnded() {
  return (
    <AuthCard
      title="This link no longer works"
      lead="Links are good for one use and for a limited time, so that nobody else can use yours."
    >
      <div className="stack">
        <p>Whoever runs the server makes a new one there with this command:</p>
        <Code text={COMMAND} copyLabel="Copy command" />
      </div>
      <p className="small muted">
        You have a password already? <Link to="/console/sign-in">Sign in</Link>
      </p>
    </AuthCard>
  )
}

/** A one-time link: its holder sets e-mail, name and password. The token was taken out of the address before the first draw. */
export function Claim({ token }: { token: string }) {
  useTitle('Set your password')
  const [form, setForm] = useState({ email: '', name: '', password: '' })
  const [stage, setStage] = useState<SignInStage>('in')
  const [shown, setShown] = useState<Partial<typeof form>>({})
  const deed = useDeed(async () => {
    const { email, name, password } = form
    const entered = await auth.claim(new Client(null), { token, email: email.trim(), name: name.trim(), password })
    if (entered.stage === 'in') enter()
    else setStage(entered.stage)
  })
  const look = useLoad('claim', () => auth.lookAtClaim(new Client(null), token))
  const only = look.data?.email ?? null
  useEffect(() => {
    if (only !== null) setForm((old) => ({ ...old, email: only }))
  }, [only])
  const meter = judged(form.password)

  function wrong(values: typeof form): Partial<typeof form> {
    const found: Partial<typeof form> = {}
    if (!/^\S+@\S+\.\S+$/.test(values.email.trim())) found.email = 'Type an e-mail address, such as you@example.com.'
    if (values.name.trim() === '') found.name = 'Type the name that others see beside what you do.'
    if (!judged(values.password).enough) found.password = judged(values.password).text
    return found
  }

  function set(part: keyof typeof form, value: string) {
    setForm((old) => ({ ...old, [part]: value }))
    setShown((old) => ({ ...old, [part]: undefined }))
  }

  function left(part: keyof typeof form) {
    if (form[part] !== '') setShown((old) => ({ ...old, [part]: wrong(form)[part] }))
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = wrong(form)
    setShown(found)
    if (Object.keys(found).length === 0) await deed.run()
    else (event.target as HTMLFormElement).querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }

  const failed = look.error ?? deed.error
  if (failed && deadLink(failed.status, failed.code)) return <LinkEnded />
  if (stage !== 'in') {
    const Step = stage === 'code' ? CodeStep : SetupStep
    return (
      <AuthCard title="One more step">
        <Step onDone={enter} onAgain={() => go('/console/sign-in', { replace: true })} />
      </AuthCard>
    )
  }
  const joins = look.data?.new_only ? `You join ${look.data.organization} as ${roleName(look.data.role)}. ` : ''
  return (
    <AuthCard title="Set your password" lead={`${joins}This link works once. After this you sign in with your e-mail and password.`}>
      <form className="stack roomy" onSubmit={(event) => void submit(event)} noValidate>
        <Failure error={deed.error} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus={only === null}
          readOnly={only !== null}
          value={form.email}
          error={shown.email}
          onChange={(event) => set('email', event.target.value)}
          onBlur={() => left('email')}
        />
        <TextField
          label="Name"
          autoComplete="name"
          value={form.name}
          error={shown.name}
          onChange={(event) => set('name', event.target.value)}
          onBlur={() => left('name')}
        />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          value={form.password}
          error={shown.password}
          good={meter.enough ? meter.text : undefined}
          hint={form.password === '' ? `At least ${LEAST_LENGTH} characters. Four unrelated words are good.` : meter.text}
          onChange={(value) => set('password', value)}
          onBlur={() => left('password')}
        />
        <Button type="submit" variant="primary" full busy={deed.busy && 'Saving'}>
          Save and sign in
        </Button>
      </form>
    </AuthCard>
  )
}

/** `/console/claim` without a token: the page was loaded again after the token had left the address. */
export function ClaimAgain() {
  useTitle('Open your link again')
  return (
    <AuthCard
      title="Open your link again"
      lead="The secret part of the link leaves the address at once, so this page cannot be reloaded. The link still works if you have not used it."
    >
      <p className="small muted">
        The link is lost? Whoever runs the server makes a new one with <code className="nowrap">{COMMAND}</code>. You have a password
        already? <Link to="/console/sign-in">Sign in</Link>
      </p>
    </AuthCard>
  )
}
