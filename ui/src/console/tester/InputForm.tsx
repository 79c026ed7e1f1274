import { useEffect, useState } from 'react'
import { Button, TextArea } from '../../kit'
import { plural } from '../lib/format'
import { Control } from './Control'
import type { Input } from './schema'
import { asJson, fromJson, isBlank, type Values } from './values'

interface Props {
  inputs: readonly Input[]
  values: Values
  errors: Record<string, string>
  onChange: (values: Values) => void
}

const SHOWN = 4

/** Required inputs, those that are filled, and the first few of the others; the rest on request. */
export function InputForm({ inputs, values, errors, onChange }: Props) {
  const [all, setAll] = useState(false)
  const needed = inputs.filter((input) => input.required)
  const others = inputs.filter((input) => !input.required)
  const spare = Math.max(0, SHOWN - needed.length)
  const open = others.filter((input, index) => all || index < spare || !isBlank(values[input.name]) || errors[input.name])
  const hidden = others.length - open.length
  if (inputs.length === 0) return <p className="muted">This action takes no inputs.</p>
  return (
    <div className="stack roomy inputs">
      {[...needed, ...open].map((input) => (
        <Control
          key={input.name}
          name={input.name}
          schema={input.schema}
          required={input.required}
          value={values[input.name]}
          error={errors[input.name]}
          onChange={(value) => onChange({ ...values, [input.name]: value })}
        />
      ))}
      {(hidden > 0 || all) && (
        <Button variant="quiet" icon={all ? 'minus' : 'add'} className="start" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer fields' : plural(hidden, 'more field')}
        </Button>
      )}
    </div>
  )
}

/** The same values as JSON. What cannot be read stays as it was typed, and the values as they were. */
export function JsonInputs({ inputs, values, onChange, onWrong }: Omit<Props, 'errors'> & { onWrong: (wrong: string) => void }) {
  const [typed, setTyped] = useState(() => asJson(inputs, values))
  const [wrong, setWrong] = useState('')
  useEffect(() => () => onWrong(''), [onWrong])
  function change(text: string) {
    setTyped(text)
    try {
      onChange(fromJson(text, values))
      setWrong('')
      onWrong('')
    } catch (thrown) {
      const said = thrown instanceof Error ? thrown.message : 'This cannot be read.'
      setWrong(said)
      onWrong(said)
    }
  }
  return (
    <TextArea
      label="Inputs as JSON"
      className="jsonin"
      mono
      rows={14}
      spellCheck={false}
      hint="By place (path, query, body), or flat: an input is taken from any of them."
      error={wrong}
      value={typed}
      onChange={(event) => change(event.target.value)}
    />
  )
}
