/** A labelled control with hint and message. The message takes the hint's place; both are tied to the control. */
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { Icon } from './Icon'
import { word } from './words'

/** What the control inside a field has to carry. */
export interface Wiring {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

interface FieldProps {
  label: ReactNode
  optional?: boolean
  /** Something at the right of the label, such as a link to help. */
  aside?: ReactNode
  hint?: ReactNode
  /** What is wrong and what would be right. */
  error?: ReactNode
  /** Something good to know about the value. */
  good?: ReactNode
  className?: string
  children: (wiring: Wiring) => ReactNode
}

/** The message line under a control. */
export function Message({ id, tone, children }: { id?: string; tone: 'bad' | 'ok' | 'warn'; children: ReactNode }) {
  return (
    <p className={`msg ${tone}`} id={id}>
      <Icon name={tone === 'ok' ? 'check' : 'alert'} />
      <span>{children}</span>
    </p>
  )
}

/** Label above, control, then hint or message. Required is the rule, so only "Optional" is written. */
export function Field({ label, optional, aside, hint, error, good, className = '', children }: FieldProps) {
  const id = useId()
  const told = error || good || hint
  const wiring: Wiring = { id, 'aria-describedby': told ? `${id}-told` : undefined, 'aria-invalid': error ? true : undefined }
  return (
    <div className={`field ${className}`.trim()}>
      <span className="lab">
        <label htmlFor={id}>{label}</label>
        {optional && <span className="opt">{word('kit.optional')}</span>}
        {aside}
      </span>
      {children(wiring)}
      {error ? (
        <Message tone="bad" id={`${id}-told`}>{error}</Message>
      ) : good ? (
        <Message tone="ok" id={`${id}-told`}>{good}</Message>
      ) : (
        hint && <p className="hint" id={`${id}-told`}>{hint}</p>
      )}
    </div>
  )
}

type Common = Omit<FieldProps, 'children' | 'className'> & { className?: string; before?: ReactNode; after?: ReactNode; big?: boolean; mono?: boolean }

function box(error: unknown, big?: boolean, mono?: boolean, readOnly?: boolean): string {
  return ['input', error ? 'bad' : '', big ? 'big' : '', mono ? 'secret' : '', readOnly ? 'ro' : ''].filter(Boolean).join(' ')
}

/** A line of text with label, hint and message. */
export function TextField({ label, optional, aside, hint, error, good, className, before, after, big, mono, ref, ...rest }:
  Common & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <Field {...{ label, optional, aside, hint, error, good, className }}>
      {(wiring) => (
        <div className={box(error, big, mono, rest.readOnly)}>
          {before}
          <input ref={ref} {...rest} {...wiring} />
          {after}
        </div>
      )}
    </Field>
  )
}

/** Several lines of text. */
export function TextArea({ label, optional, aside, hint, error, good, className, mono, ref, ...rest }:
  Common & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return (
    <Field {...{ label, optional, aside, hint, error, good, className }}>
      {(wiring) => (
        <div className={box(error, false, mono, rest.readOnly)}>
          <textarea rows={4} ref={ref} {...rest} {...wiring} />
        </div>
      )}
    </Field>
  )
}

export interface Choice {
  value: string
  label: string
}

/** Native select, for up to 12 fixed options. */
export function Select({ label, optional, aside, hint, error, good, className, options, ...rest }:
  Common & SelectHTMLAttributes<HTMLSelectElement> & { options: readonly Choice[] }) {
  return (
    <Field {...{ label, optional, aside, hint, error, good, className }}>
      {(wiring) => (
        <div className={box(error)}>
          <select {...rest} {...wiring}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>{option.label}</option>
            ))}
          </select>
          <Icon name="down" size="s" />
        </div>
      )}
    </Field>
  )
}

/** A real checkbox, drawn in our own style. `some` is the third state, for groups. */
export function Checkbox({ label, hint, some = false, ...rest }:
  Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & { label: ReactNode; hint?: ReactNode; some?: boolean }) {
  const id = useId()
  return (
    <span className="checkline">
      <input
        type="checkbox"
        id={id}
        aria-describedby={hint ? `${id}-told` : undefined}
        {...rest}
        ref={(node) => {
          if (node) node.indeterminate = some && !rest.checked
        }}
      />
      <label htmlFor={id}>{label}</label>
      {hint && <span className="hint" id={`${id}-told`}>{hint}</span>}
    </span>
  )
}

/** A switch: acts at once, so use it only where undo is easy. */
export function Switch({ label, on, onChange, off }: { label: string; on: boolean; onChange: (on: boolean) => void; off?: boolean }) {
  return (
    <button
      type="button"
      role="switch"
      className={on ? 'switch on' : 'switch'}
      aria-checked={on}
      aria-label={label}
      aria-disabled={off || undefined}
      onClick={() => off || onChange(!on)}
    />
  )
}
