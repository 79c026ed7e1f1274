/** The form's fields, drawn from the connector's own list. */
import { Icon, SecretField, Select, TextArea, TextField, clean, type KeyHint } from '../kit'
import type { ReactNode, Ref } from 'react'
import { english, speaksEnglish, t } from './language'
import { en } from './language/en'
import type { ConfigField, Credentials } from './types'

/** Fields that are drawn. Hidden ones are the server's business. */
export function shownFields(fields: readonly ConfigField[]): ConfigField[] {
  return fields.filter((field) => field.display !== false)
}

export function isSecret(field: ConfigField): boolean {
  return field.type === 'password' || field.secret !== false
}

/** The connector's own name for the field; the commonest one is known in every language. */
export function labelOf(field: ConfigField): string {
  return field.label === en['field.api-key'] ? t('field.api-key') : field.label
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
    const label = labelOf(field)
    if (kept.has(field.key) && !value) continue
    if (!value) {
      if (field.required) found[field.key] = t(isSecret(field) ? 'field.paste' : 'field.missing', { label })
    } else if (field.type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) {
      found[field.key] = t('field.number', { label })
    } else if (field.validation?.type === 'html-pattern' && field.validation.pattern && !fits(field.validation.pattern, value)) {
      found[field.key] = (speaksEnglish() && field.validation.error) || t('field.form', { label })
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
      label: labelOf(field),
      error: errors[field.key],
      hint: field.description && <span lang={english()}>{field.description}</span>,
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
          help={kept?.help ?? shared.hint}
          hint={field.key === firstSecret ? hint : null}
          stored={kept ? { last4: kept.last4 } : null}
          onChange={(value) => onChange(field.key, value)}
          onReplacing={(replacing) => onReplacing?.(field.key, replacing)}
        />
      )
    }
    if (field.type === 'select') {
      return <Select key={field.key} {...shared} options={[{ value: '', label: t('field.choose') }, ...(field.options ?? [])]} disabled={field.readOnly} onChange={(event) => onChange(field.key, event.target.value)} />
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
      <b>{t('field.several', { count: wrong.length })}</b>
      <ul className="muted">
        {wrong.map((field) => (
          <li key={field.key}>
            <button type="button" className="textlink" onClick={() => document.querySelector<HTMLElement>(`[name="${CSS.escape(field.key)}"]`)?.focus()}>
              {labelOf(field)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

