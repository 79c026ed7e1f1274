/** The form for a new account: key, what the app asks for, Connect; the guide beside it. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button, Notice, Tile, relative, useNow } from '../kit'
import { Details, Failure } from './Ending'
import { Fields, Summary, problems, shownFields, tidied } from './Fields'
import { Frame, useTitle } from './Frame'
import { GuideColumn, GuideFold, useWide } from './Guide'
import { Progress } from './Progress'
import { Asks } from './Rights'
import { useHub } from './context'
import { t } from './language'
import { useSubmission } from './submit'
import type { ConnectorAnswer, Credentials, Integration, Linked } from './types'
import { tell, type Told } from './words'

const WARN_MS = 2 * 60_000

interface Props {
  tool: Integration
  answer: ConnectorAnswer
  onBack: (() => void) | null
  onDone: (linked: Linked) => void
}

/** Says in good time that the page is going to end. */
export function EndsSoon() {
  const { session, app } = useHub()
  const now = useNow(10_000)
  const ends = new Date(session.expires_at)
  const left = ends.getTime() - now.getTime()
  if (Number.isNaN(left) || left > WARN_MS || left <= 0) return null
  return <Notice tone="warn" title={t('connect.ends', { when: relative(ends, now) })} urgent>{t('connect.ends-text', { app: app.name })}</Notice>
}

export function Connect({ tool, answer, onBack, onDone }: Props) {
  const { app, api, session } = useHub()
  const fields = shownFields(answer.config.configFields)
  const [values, setValues] = useState<Credentials>(() => Object.fromEntries(fields.filter((field) => field.value !== undefined).map((field) => [field.key, String(field.value)])))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [guide, setGuide] = useState(false)
  const left = useRef(false)
  const first = useRef<HTMLInputElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const wide = useWide(host)
  const { phase, error, run, clear } = useSubmission(onDone)
  const name = answer.config.name || tool.name
  const told = error ? tell(error, { app: app.name, tool: name }) : null
  const shown = told?.field && fields.some((field) => field.key === told.field) ? { ...errors, [told.field]: told.text } : errors

  useTitle(t('connect.title', { tool: name }))
  useEffect(() => first.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    if (error) first.current?.focus()
  }, [error])
  // Back from the provider's settings with a key on the clipboard: the field is ready for it.
  useEffect(() => {
    const back = () => {
      if (document.visibilityState !== 'visible' || !left.current) return
      left.current = false
      first.current?.focus()
    }
    document.addEventListener('visibilitychange', back)
    return () => document.removeEventListener('visibilitychange', back)
  }, [])

  const submit = useCallback(() => {
    const wrong = problems(fields, values)
    setErrors(wrong)
    const bad = fields.find((field) => wrong[field.key])
    if (bad) return void document.querySelector<HTMLElement>(`[name="${CSS.escape(bad.key)}"]`)?.focus()
    run(() => api.link(tool.integration_id, tidied(fields, values)))
  }, [api, fields, run, tool.integration_id, values])

  const back = () => {
    clear()
    window.requestAnimationFrame(() => first.current?.focus())
  }
  const test = answer.linkwright.test_credentials
  const card = told?.place === 'card' && error
  return (
    <Frame label={t('connect.title', { tool: name })} onBack={phase === 'idle' ? onBack : null}>
      {phase === 'slow' && <Progress tool={name} logo={tool.logo_url} />}
      {card && phase !== 'slow' && (
        <Failure error={error} told={told} tool={name} statusUrl={answer.linkwright.status_url} onRetry={submit} onBack={back} />
      )}
      <div className="two" ref={host} hidden={phase === 'slow' || Boolean(card)}>
        <form
          className="main"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <div className="row g14">
            <Tile name={name} src={tool.logo_url} size="l" />
            <div className="grow">
              <h1>{t('connect.title', { tool: name })}</h1>
              <p className="muted trunc">{t('connect.to', { app: app.name })}</p>
            </div>
          </div>
          <EndsSoon />
          <Refusal told={told} error={error} fields={fields.map((field) => field.key)} />
          <Summary fields={fields} errors={errors} />
          {test && session.type === 'test' && (
            <Notice title={t('connect.test')} action={<Button size="sm" onClick={() => setValues({ ...values, ...test })}>{t('connect.test-key')}</Button>}>
              {t('connect.test-text', { tool: name })}
            </Notice>
          )}
          <Fields
            fields={fields}
            values={values}
            errors={shown}
            hint={answer.linkwright.key_hint ? { name, ...answer.linkwright.key_hint } : null}
            firstRef={first}
            aside={!wide && answer.linkwright.guide_html && <a href="#guide" className="small" onClick={() => setGuide(true)}>{t('connect.where')}</a>}
            onChange={(key, value) => {
              setValues({ ...values, [key]: value })
              if (errors[key]) setErrors(Object.fromEntries(Object.entries(errors).filter(([other]) => other !== key)))
              if (told?.field === key) clear()
            }}
          />
          {answer.linkwright.asks.length > 0 && (
            <div className="stack">
              <h2 className="h3">{t('connect.asks', { app: app.name })}</h2>
              <Asks asks={answer.linkwright.asks} />
              <p className="hint">{t('connect.asks-note', { app: app.name })}</p>
            </div>
          )}
          <div className="stack g10">
            <Button type="submit" variant="primary" size="big" full busy={phase === 'busy' && t('connect.busy')}>{error ? t('common.again') : t('connect.go', { app: app.name, tool: name })}</Button>
            <p className="hint mid">{t('connect.note', { tool: name })}</p>
          </div>
          {!wide && <GuideFold answer={answer} open={guide} onToggle={setGuide} onLeave={() => (left.current = true)} />}
        </form>
        {wide && <GuideColumn answer={answer} onLeave={() => (left.current = true)} />}
      </div>
    </Frame>
  )
}

/** A refusal over the form. One that belongs to a field stands under the field instead. */
export function Refusal({ told, error, fields, action }: { told: Told | null; error: Parameters<typeof Details>[0]['error'] | null; fields: string[]; action?: React.ReactNode }) {
  if (!told || !error || told.place !== 'form' || (told.field && fields.includes(told.field))) return null
  return (
    <div className="stack">
      <Notice tone="bad" title={told.title} urgent action={action}>{told.text}</Notice>
      <Details error={error} />
    </div>
  )
}
