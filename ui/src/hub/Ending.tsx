/** Endings: one quiet card with a glyph, a title, a few sentences and one way on. */
import { useEffect, useState, type ReactNode } from 'react'
import { Button, Icon, LinkButton, clock, span, type IconName } from '../kit'
import type { HubError } from './api'
import { useHub } from './context'
import { useTitle } from './Frame'
import { rich, t } from './language'
import { details, type Told } from './words'

/** The body of an ending; stands in a `Frame` or in the bare card of `Stop`. */
export function Ending({ icon, tone = 'plain', title, children, actions }: { icon: IconName; tone?: 'plain' | 'warn' | 'ok'; title: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <div className="main ending">
      <span className={`glyph ${tone}`}>
        <Icon name={icon} size="l" />
      </span>
      <div role={tone === 'ok' ? 'status' : 'alert'}>
        <h1 tabIndex={-1}>{title}</h1>
        <div className="lead">{children}</div>
      </div>
      {actions && <div className="row wrap">{actions}</div>}
    </div>
  )
}

/** Code, time and reference, folded away. */
export function Details({ error }: { error: HubError }) {
  return (
    <details className="details small muted">
      <summary>{t('details.title')}</summary>
      <dl className="facts">
        {details(error).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd><code>{value}</code></dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

interface FailureProps {
  error: HubError
  told: Told
  statusUrl?: string | null
  tool?: string
  onRetry: () => void
  onBack?: () => void
}

/** A failure that takes the form's place. What was typed is kept by the form's owner. */
export function Failure(props: FailureProps) {
  const { error, told } = props
  useTitle(told.title)
  if (error.code === 'provider_rate_limited') return <Wait {...props} />
  if (error.code === 'session_expired') return <Over {...props} />
  return (
    <Ending
      icon="alert"
      tone="warn"
      title={told.title}
      actions={
        <>
          <Button variant="primary" size="big" onClick={props.onRetry}>{t('common.again')}</Button>
          {props.statusUrl && <LinkButton variant="quiet" size="big" href={props.statusUrl} after="open">{t('error.down-status', { tool: props.tool ?? '' })}</LinkButton>}
          {props.onBack && <Button variant="quiet" size="big" onClick={props.onBack}>{t('common.back-to-form')}</Button>}
        </>
      }
    >
      <p>{told.text}</p>
      <Details error={error} />
    </Ending>
  )
}

function Over({ told }: FailureProps) {
  const { app, close, returnUrl } = useHub()
  return (
    <Ending
      icon="clock"
      title={told.title}
      actions={
        close ? (
          <Button variant="primary" size="big" onClick={close}>{t('common.back-to-app', { app: app.name })}</Button>
        ) : (
          returnUrl && <LinkButton variant="primary" size="big" href={returnUrl}>{t('common.go-to-app', { app: app.name })}</LinkButton>
        )
      }
    >
      <p>{told.text}</p>
    </Ending>
  )
}

function Wait({ error, told, onRetry, onBack }: FailureProps) {
  const until = error.at.getTime() + (error.retryAfter ?? 60) * 1000
  const [now, setNow] = useState(() => Date.now())
  const left = until - now
  useEffect(() => {
    if (left <= 0) return
    const timer = window.setTimeout(() => setNow(Date.now()), left > 90_000 ? 15_000 : 1000)
    return () => window.clearTimeout(timer)
  }, [left])
  const at = clock(new Date(until))
  return (
    <Ending
      icon="clock"
      tone="warn"
      title={told.title}
      actions={
        <>
          <Button variant="primary" size="big" off={left > 0} onClick={onRetry}>{left > 0 ? t('error.limit-at', { time: at }) : t('common.again')}</Button>
          {onBack && <Button variant="quiet" size="big" onClick={onBack}>{t('common.back-to-form')}</Button>}
        </>
      }
    >
      <p>
        {told.text}
        {t('common.next')}
        {left > 0 ? rich('error.limit-left', { span: <b key="span" role="timer" aria-live="off">{span(left)}</b>, time: at }) : t('error.limit-over')}
      </p>
    </Ending>
  )
}
