/** The form's fields, drawn from the connector's own list. */
import { Icon, SecretField, Select, TextArea, TextField, clean, type KeyHint } from '../kit'
import type { ReactNode, Ref } from 'react'
import type { ConfigField, Credentials } from './types'

/** Fields that are drawn. Hidden ones are the server's business. */
export function shownFields(fields: readonly ConfigField[]): ConfigField[] {
  return fields.filter((field) => field.display !== false)
}

export function isSecret(field: ConfigField): boolean {
  return field.type === 'password' || field.secret !== false
}

/** Secrets without what was copied along, since Enter may send them before the field is left. */
export function tidied(fields: readonly ConfigField[], values: Credentials): Credentials {
  const secrets = new Set(fields.filter(isSecret).map((field) => field.key))
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, secrets.has(key) ? clean(value).value : value]))
}

/** What is wrong with the values, by field key. Empty optional fields are fine. */
export function problems(fields: readonly ConfigField[], values: Credentials, kept: ReadonlySet<string> = new Set()): Record<string, string> {
  const found: Record<string, string> = {}
  for (const field of fields) {
    const value = values[field.key]?.trim() ?? ''
    if (kept.has(field.key) && !value) continue
    if (!value) {
      if (field.required) found[field.key] = isSecret(field) ? `Paste your ${field.label} here first.` : `${field.label} is missing.`
    } else if (field.type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) {
      found[field.key] = `${field.label} must be a number.`
    } else if (field.validation?.type === 'html-pattern' && field.validation.pattern && !fits(field.validation.pattern, value)) {
      found[field.key] = field.validation.error ?? `${field.label} does not have the right form.`
    }
  }
  return found
}

function fits(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    // A pattern that this browser cannot read must not lock anybody out; the server checks again.
    return true
  }
}

interface Props {
  fields: readonly ConfigField[]
  values: Credentials
  errors: Record<string, string>
  hint: KeyHint | null
  aside?: ReactNode
  stored?: Record<string, { last4: string; help: ReactNode }>
  firstRef?: Ref<HTMLInputElement>
  onChange: (key: string, value: string) => void
  onReplacing?: (key: string, replacing: boolean) => void
}

export function Fields({ fields, values, errors, hint, aside, stored = {}, firstRef, onChange, onReplacing }: Props) {
  const firstSecret = fields.find(isSecret)?.key
  return fields.map((field, index) => {
    const shared = {
      label: field.label,
      error: errors[field.key],
      hint: field.description,
      optional: !field.required,
      placeholder: field.placeholder,
      name: field.key,
      value: values[field.key] ?? '',
    }
    const ref = index === 0 ? firstRef : undefined
    if (isSecret(field)) {
      const kept = stored[field.key]
      return (
        <SecretField
          key={field.key}
          {...shared}
          big
          ref={ref}
          aside={index === 0 ? aside : undefined}
          help={kept?.help ?? field.description}
          hint={field.key === firstSecret ? hint : null}
          stored={kept ? { last4: kept.last4 } : null}
          onChange={(value) => onChange(field.key, value)}
          onReplacing={(replacing) => onReplacing?.(field.key, replacing)}
        />
      )
    }
    if (field.type === 'select') {
      return <Select key={field.key} {...shared} options={[{ value: '', label: 'Choose…' }, ...(field.options ?? [])]} disabled={field.readOnly} onChange={(event) => onChange(field.key, event.target.value)} />
    }
    if (field.type === 'text_area') {
      return <TextArea key={field.key} {...shared} readOnly={field.readOnly} onChange={(event) => onChange(field.key, event.target.value)} />
    }
    return (
      <TextField
        key={field.key}
        {...shared}
        ref={ref}
        readOnly={field.readOnly}
        inputMode={field.type === 'number' ? 'decimal' : undefined}
        autoComplete="off"
        onChange={(event) => onChange(field.key, event.target.value)}
      />
    )
  })
}

/** Links to each field with a problem; only drawn when there is more than one. */
export function Summary({ fields, errors }: { fields: readonly ConfigField[]; errors: Record<string, string> }) {
  const wrong = fields.filter((field) => errors[field.key])
  if (wrong.length < 2) return null
  return (
    <div className="note bad" role="alert">
      <Icon name="error" />
      <b>{wrong.length} fields need another look</b>
      <ul className="muted">
        {wrong.map((field) => (
          <li key={field.key}>
            <button type="button" className="textlink" onClick={() => document.querySelector<HTMLElement>(`[name="${CSS.escape(field.key)}"]`)?.focus()}>
              {field.label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

