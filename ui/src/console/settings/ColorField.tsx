import type { ReactNode } from 'react'
import { TextField } from '../../kit'
import { told, isColor } from './contrast'

interface Props {
  label: string
  /** The only theme that it is for; null for both. */
  mode: 'light' | 'dark' | null
  value: string
  error: ReactNode
  onChange: (value: string) => void
  onBlur: () => void
}

const OURS = { light: '#0b5c8f', dark: '#6cb8ea' }

/** A brand colour by picker or by code, and what its contrast means. */
export function ColorField({ label, mode, value, error, onChange, onBlur }: Props) {
  const color = value.trim().toLowerCase()
  const ours = OURS[mode ?? 'light']
  const empty = mode === 'dark' ? 'Empty means the same as in the light theme.' : 'Buttons, links and rings of the Hub. Empty means our blue.'
  return (
    <TextField
      label={label}
      optional
      mono
      placeholder={ours}
      maxLength={7}
      spellCheck={false}
      value={value}
      error={error}
      hint={isColor(color) ? told(color, mode === null ? ['light', 'dark'] : [mode]) : empty}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      before={
        <input
          type="color"
          className="swatch"
          aria-label={`Choose: ${label}`}
          value={isColor(color) ? color : ours}
          onChange={(event) => onChange(event.target.value)}
        />
      }
    />
  )
}
