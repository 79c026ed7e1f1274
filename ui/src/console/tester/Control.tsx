import { type ReactNode, useEffect, useId, useState } from 'react'
import { Button, Field, Icon, IconButton, said, Select, TextArea, TextField } from '../../kit'
import { kindOf, plain, type Schema } from './schema'

export interface ControlProps {
  name: string
  schema: Schema
  value: unknown
  onChange: (value: unknown) => void
  required: boolean
  /** What the API said of it. */
  error?: string | undefined
}

type Told = { label: ReactNode; optional?: boolean; hint?: ReactNode; error?: ReactNode; className: string }

function told({ name, schema, required, error }: ControlProps): Told {
  const about = schema.description ?? plain(schema).description
  return {
    label: <code className="inputname">{name}</code>,
    optional: !required,
    hint: about === undefined ? undefined : said(about),
    error,
    className: 'inputf',
  }
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Typed as text, so that a half-typed number is not taken away; given on as a number where it is one. */
function NumberControl(props: ControlProps & { whole: boolean }) {
  const { value, onChange, whole } = props
  return (
    <TextField
      {...told(props)}
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={text(value)}
      onChange={(event) => {
        const typed = event.target.value.trim()
        const number = Number(typed)
        onChange(typed === '' ? undefined : Number.isFinite(number) ? number : typed)
      }}
    />
  )
}

function ChoiceControl(props: ControlProps) {
  const options = (plain(props.schema).enum ?? []).filter((one) => one !== null)
  const at = options.findIndex((one) => one === props.value)
  return (
    <Select
      {...told(props)}
      options={[{ value: '', label: props.required ? 'Choose…' : 'Not set' }, ...options.map((one, index) => ({ value: String(index), label: String(one) }))]}
      value={at < 0 ? '' : String(at)}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : options[Number(event.target.value)])}
    />
  )
}

function FlagControl(props: ControlProps) {
  const options = [
    { value: '', label: 'Not set' },
    { value: 'true', label: 'true' },
    { value: 'false', label: 'false' },
  ]
  return (
    <Select
      {...told(props)}
      options={options}
      value={typeof props.value === 'boolean' ? String(props.value) : ''}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value === 'true')}
    />
  )
}

/** Texts one after the other: Enter or a comma adds one, Backspace in the empty field takes the last away. */
function TextsControl(props: ControlProps) {
  const values = Array.isArray(props.value) ? props.value.map(String) : []
  const [typed, setTyped] = useState('')
  function add() {
    const more = typed.split(',').map((part) => part.trim()).filter(Boolean)
    if (more.length > 0) props.onChange([...values, ...more])
    setTyped('')
  }
  return (
    <Field {...told(props)}>
      {(wiring) => (
        <div className={props.error ? 'input chips bad' : 'input chips'}>
          {values.map((one, index) => (
            <span className="tag" key={`${index} ${one}`}>
              {one}
              <IconButton icon="close" small label={`Remove ${one}`} onClick={() => props.onChange(values.filter((_, at) => at !== index))} />
            </span>
          ))}
          <input
            {...wiring}
            autoComplete="off"
            placeholder={values.length === 0 ? 'Type, then Enter' : ''}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) {
                event.preventDefault()
                add()
              }
              if (event.key === ',') {
                event.preventDefault()
                add()
              }
              if (event.key === 'Backspace' && typed === '') props.onChange(values.slice(0, -1))
            }}
          />
        </div>
      )}
    </Field>
  )
}

function ChoicesControl(props: ControlProps) {
  const id = useId()
  const options = plain(plain(props.schema).items ?? {}).enum ?? []
  const values = Array.isArray(props.value) ? (props.value as unknown[]) : []
  const { label, hint, error } = told(props)
  return (
    <fieldset className="inputset" aria-describedby={hint || error ? `${id}-told` : undefined}>
      <legend>
        {label}
        {!props.required && <span className="opt">Optional</span>}
      </legend>
      <div className="row wrap">
        {options.map((one) => (
          <label key={String(one)} className="checkline">
            <input
              type="checkbox"
              checked={values.includes(one)}
              onChange={(event) => props.onChange(event.target.checked ? [...values, one] : values.filter((other) => other !== one))}
            />
            {String(one)}
          </label>
        ))}
      </div>
      {(error ?? hint) && (
        <p id={`${id}-told`} className={error ? 'msg bad' : 'hint'}>
          {error ?? hint}
        </p>
      )}
    </fieldset>
  )
}

function parts(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** An object in an object: its own fields, folded unless it must be given. */
function ObjectControl(props: ControlProps) {
  const schema = plain(props.schema)
  const inner = parts(props.value)
  const filled = Object.keys(inner).length
  const names = Object.keys(schema.properties ?? {})
  const { hint } = told(props)
  return (
    <details className="inputset" open={props.required || filled > 0 || undefined}>
      <summary>
        <Icon name="right" size="s" />
        <code className="inputname">{props.name}</code>
        {!props.required && <span className="opt">Optional</span>}
        <span className="faint small">{names.length} fields</span>
      </summary>
      {hint && <p className="hint">{hint}</p>}
      {props.error && <p className="msg bad">{props.error}</p>}
      <div className="inner">
        {names.map((name) => (
          <Control
            key={name}
            name={name}
            schema={schema.properties?.[name] ?? {}}
            required={schema.required?.includes(name) ?? false}
            value={inner[name]}
            onChange={(value) => props.onChange({ ...inner, [name]: value })}
          />
        ))}
      </div>
    </details>
  )
}

function ListControl(props: ControlProps) {
  const item = plain(props.schema).items ?? {}
  const values = Array.isArray(props.value) ? (props.value as unknown[]) : []
  const { label, hint, error } = told(props)
  const set = (index: number, value: unknown) => props.onChange(values.map((old, at) => (at === index ? value : old)))
  return (
    <fieldset className="inputset">
      <legend>
        {label}
        {!props.required && <span className="opt">Optional</span>}
      </legend>
      {hint && <p className="hint">{hint}</p>}
      {error && <p className="msg bad">{error}</p>}
      {values.map((value, index) => (
        <div className="listed" key={index}>
          <Control name={`${props.name}[${index}]`} schema={item} required value={value} onChange={(next) => set(index, next)} />
          <IconButton icon="trash" small label={`Remove ${props.name}[${index}]`} onClick={() => props.onChange(values.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button size="sm" icon="add" onClick={() => props.onChange([...values, kindOf(item, '') === 'object' ? {} : ''])}>
        Add one
      </Button>
    </fieldset>
  )
}

/** What has no form of its own: JSON, told as wrong only when one leaves the field. */
function JsonControl(props: ControlProps) {
  const shown = props.value === undefined ? '' : typeof props.value === 'string' ? props.value : JSON.stringify(props.value, null, 2)
  const [typed, setTyped] = useState(shown)
  const [wrong, setWrong] = useState('')
  const read = (given: string): unknown => {
    if (given.trim() === '') return undefined
    try {
      return JSON.parse(given)
    } catch {
      return given
    }
  }
  useEffect(() => {
    // Changed from elsewhere, such as the JSON view.
    if (JSON.stringify(read(typed)) !== JSON.stringify(props.value)) setTyped(shown)
    // Only the value counts: while one types, the text is ahead of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [props.value])
  return (
    <TextArea
      {...told(props)}
      error={wrong || props.error}
      mono
      rows={3}
      spellCheck={false}
      placeholder="JSON"
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
        setWrong('')
        props.onChange(read(event.target.value))
      }}
      onBlur={() => setWrong(/^\s*[[{]/.test(typed) && typeof read(typed) === 'string' ? 'This is not valid JSON.' : '')}
    />
  )
}

function FileControl(props: ControlProps) {
  const file = props.value instanceof File ? props.value : null
  const written = parts(props.value).name
  return (
    <Field {...told(props)} hint={!file && written !== undefined ? `${String(written)}, from the JSON` : told(props).hint}>
      {(wiring) => (
        <div className="row">
          <input {...wiring} type="file" className="filein" onChange={(event) => props.onChange(event.target.files?.[0] ?? undefined)} />
          {file && <IconButton icon="close" small label={`Take ${file.name} away`} onClick={() => props.onChange(undefined)} />}
        </div>
      )}
    </Field>
  )
}

function Line(props: ControlProps & { type: 'text' | 'date' }) {
  return (
    <TextField
      {...told(props)}
      type={props.type}
      autoComplete="off"
      spellCheck={false}
      value={text(props.value)}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  )
}

function Lines(props: ControlProps) {
  return (
    <TextArea
      {...told(props)}
      rows={3}
      value={text(props.value)}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  )
}

/** The control of one input, as its schema wants it. */
export function Control(props: ControlProps) {
  switch (kindOf(props.schema, props.name)) {
    case 'long':
      return <Lines {...props} />
    case 'date':
      return <Line {...props} type="date" />
    case 'whole':
      return <NumberControl {...props} whole />
    case 'number':
      return <NumberControl {...props} whole={false} />
    case 'flag':
      return <FlagControl {...props} />
    case 'choice':
      return <ChoiceControl {...props} />
    case 'texts':
      return <TextsControl {...props} />
    case 'choices':
      return <ChoicesControl {...props} />
    case 'list':
      return <ListControl {...props} />
    case 'object':
      return <ObjectControl {...props} />
    case 'file':
      return <FileControl {...props} />
    case 'json':
      return <JsonControl {...props} />
    default:
      return <Line {...props} type="text" />
  }
}
