import type { ReactNode } from 'react'
import { TextField } from '../../kit'
import { guarded, isColor } from './contrast'

interface Props {
  value: string
  error: ReactNode
  onChange: (value: string) => void
  onBlur: () => void
}

const OURS = '#0b5c8f'

/** The brand colour by picker or by code, and what its contrast means. */
export function ColorField({ value, error, onChange, onBlur }: Props) {
  const color = value.trim().toLowerCase()
  return (
    <TextField
      label="Brand colour"
      optional
      mono
      placeholder={OURS}
      maxLength={7}
      spellCheck={false}
      value={value}
      error={error}
      hint={isColor(color) ? guarded(color).told : 'Buttons of the Hub. Empty means our blue.'}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      before={
        <input
          type="color"
          className="swatch"
          aria-label="Choose the brand colour"
          value={isColor(color) ? color : OURS}
          onChange={(event) => onChange(event.target.value)}
        />
      }
    />
  )
}
