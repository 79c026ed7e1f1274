import { type FormEvent, useState } from 'react'
import { Button, copyText, TextField } from '../../kit'
import type { TwoStepBeginning } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'

interface Props {
  beginning: TwoStepBeginning
  /** Sends the first code. */
  confirm: (code: string) => Promise<unknown>
}

/** Scan, then type the first code. */
export function SetupSteps({ beginning, confirm }: Props) {
  const [code, setCode] = useState('')
  const [copied, setCopied] = useState(false)
  const deed = useDeed(() => confirm(code))
  async function copy() {
    setCopied(await copyText(beginning.secret))
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (code.trim() === '') return
    if (!(await deed.run())) setCode('')
  }
  return (
    <form className="stack roomy" onSubmit={(event) => void submit(event)} noValidate>
      <p className="muted">Scan this with an authenticator app, such as the one of your password manager, then type the code that it shows.</p>
      <img
        className="qr"
        src={`data:image/svg+xml,${encodeURIComponent(beginning.picture)}`}
        alt="The secret as a QR code; below it stands as text"
      />
      <div className="field">
        <span className="lab">Or type this secret</span>
        <div className="row tight">
          <code className="grow">{(beginning.secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
          <Button size="sm" icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        </div>
      </div>
      <CodeField value={code} onChange={setCode} label="The code that the app shows" />
      <Failure error={deed.error} />
      <div>
        <Button type="submit" variant="primary" busy={deed.busy && 'Checking'} off={code.trim() === ''}>
          Switch on
        </Button>
      </div>
    </form>
  )
}

interface CodeProps {
  label: string
  value: string
  hint?: string
  onChange: (code: string) => void
}

export function CodeField({ label, value, hint, onChange }: CodeProps) {
  return (
    <TextField
      label={label}
      mono
      autoComplete="one-time-code"
      inputMode="text"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      data-first
      value={value}
      hint={hint}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
