import { type ReactNode, useState } from 'react'
import { IconButton, TextField } from '../../kit'

interface Props {
  label: string
  autoComplete: 'current-password' | 'new-password'
  value: string
  error?: ReactNode
  hint?: ReactNode
  good?: ReactNode
  first?: boolean
  onChange: (value: string) => void
  onBlur?: () => void
}

export function PasswordField({ label, autoComplete, value, error, hint, good, first, onChange, onBlur }: Props) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      label={label}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      spellCheck={false}
      value={value}
      error={error}
      hint={hint}
      good={good}
      data-first={first ? true : undefined}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      after={
        <IconButton
          icon={shown ? 'eye-off' : 'eye'}
          small
          label={shown ? 'Hide password' : 'Show password'}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
