/** Secrets: typed, pasted with care, shown for 30 s at most, stored ones never on the page. */
import { useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react'
import { Button, IconButton } from './Button'
import { Field } from './Field'
import { clean, shape, type KeyHint } from './secret'
import { word } from './words'

const SHOWN_MS = 30_000

interface Props {
  label: ReactNode
  value: string
  onChange: (value: string) => void
  /** What the provider's keys look like; only the form is judged, never whether a key works. */
  hint?: KeyHint | null
  help?: ReactNode
  error?: ReactNode
  aside?: ReactNode
  placeholder?: string
  name?: string
  big?: boolean
  /** Set where a secret is stored: it is kept until replaced. */
  stored?: { last4: string } | null
  /** Told when the person starts or gives up replacing a stored secret. */
  onReplacing?: (replacing: boolean) => void
  ref?: Ref<HTMLInputElement>
}

/** A secret. Where one is stored, dots and the last four stand in its place until "Replace" is chosen. */
export function SecretField(props: Props) {
  const [replacing, setReplacing] = useState(false)
  const host = useRef<HTMLDivElement>(null)
  const change = (to: boolean) => {
    setReplacing(to)
    props.onChange('')
    props.onReplacing?.(to)
    queueMicrotask(() => host.current?.querySelector<HTMLElement>(to ? 'input' : 'button')?.focus())
  }
  if (props.stored && !replacing) {
    return (
      <div ref={host}>
        <Stored {...props} last4={props.stored.last4} onReplace={() => change(true)} />
      </div>
    )
  }
  return (
    <div ref={host}>
      <Typed {...props} />
      {props.stored && (
        <Button size="sm" variant="quiet" className="keepold" onClick={() => change(false)}>
          {word('kit.keep-old')}
        </Button>
      )}
    </div>
  )
}

function Stored({ label, last4, help, big, onReplace }: Props & { last4: string; onReplace: () => void }) {
  const id = useId()
  return (
    <div className="field" role="group" aria-labelledby={id}>
      <span className="lab" id={id}>{label}</span>
      <div className={big ? 'input secret ro big' : 'input secret ro'}>
        <span className="val mono">
          <span aria-hidden="true">•••• •••• •••• </span>
          <span className="sr">{word('kit.stored')}</span>
          {last4}
        </span>
        <Button size="sm" onClick={onReplace}>{word('kit.replace')}</Button>
      </div>
      {help && <p className="hint">{help}</p>}
    </div>
  )
}

function Typed({ label, value, onChange, hint, help, error, aside, placeholder, name, big, ref }: Props) {
  const [shown, setShown] = useState(false)
  const [removed, setRemoved] = useState<string | null>(null)
  const [left, setLeft] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useImperativeHandle(ref, () => input.current!)
  // React mirrors a controlled value into the page's `value` attribute, where extensions and snapshots find it.
  // So the field keeps its own value, and is only told when it has to differ.
  useLayoutEffect(() => {
    if (input.current && input.current.value !== value) input.current.value = value
  }, [value])
  useEffect(() => {
    if (!shown) return
    const timer = window.setTimeout(() => setShown(false), SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [shown])

  const verdict = shape(value, hint)
  const good = verdict.good ? [verdict.good, removed].filter(Boolean).join(' ') : removed
  const bad = error ?? (left ? verdict.bad : undefined)
  const take = (text: string) => {
    const cleaned = clean(text)
    setRemoved(cleaned.note)
    setLeft(true)
    onChange(cleaned.value)
  }
  return (
    <Field label={label} hint={help} error={bad} good={good} aside={aside}>
      {(wiring) => (
        <div className={['input secret', big ? 'big' : '', bad ? 'bad' : ''].filter(Boolean).join(' ')}>
          <input
            {...wiring}
            ref={input}
            name={name}
            type={shown ? 'text' : 'password'}
            placeholder={placeholder}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            data-1p-ignore=""
            data-lpignore="true"
            onPaste={(event) => {
              const text = event.clipboardData.getData('text')
              const { selectionStart, selectionEnd } = event.currentTarget
              if (selectionStart !== 0 || selectionEnd !== value.length) return
              event.preventDefault()
              take(text)
            }}
            onChange={(event) => {
              if (removed) setRemoved(null)
              if (left && shape(event.target.value, hint).bad === undefined) setLeft(false)
              onChange(event.target.value)
            }}
            onBlur={() => {
              setShown(false)
              setLeft(value !== '')
              const cleaned = clean(value)
              if (cleaned.value !== value) take(value)
            }}
          />
          <IconButton
            icon={shown ? 'eye-off' : 'eye'}
            label={word(shown ? 'kit.hide' : 'kit.show')}
            aria-pressed={shown}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  )
}
