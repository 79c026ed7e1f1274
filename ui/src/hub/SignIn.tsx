/** Linking by signing in at the provider: what is asked, the button, and every way in which it can end. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Button, LinkButton, Notice, Spinner, Tile } from '../kit'
import { EndsSoon } from './Connect'
import { Details, Failure } from './Ending'
import { Frame, useTitle } from './Frame'
import { GuideFold } from './Guide'
import { Asks } from './Rights'
import { useHub } from './context'
import { t } from './language'
import { useSigning, type Signing } from './signing'
import type { ConnectorAnswer, Integration, Linked } from './types'
import { tell } from './words'

interface Props {
  tool: Integration
  answer: ConnectorAnswer
  onBack: (() => void) | null
  onDone: (linked: Linked) => void
}

/** A new account. */
export function SignIn({ tool, answer, onBack, onDone }: Props) {
  const { app } = useHub()
  const name = answer.config.name || tool.name
  const signing = useSigning(tool.integration_id, null, onDone)
  const [guide, setGuide] = useState(false)
  const waiting = signing.stage.at === 'waiting' || signing.stage.at === 'opening'
  useTitle(t('connect.title', { tool: name }))
  return (
    <Frame label={t('connect.title', { tool: name })} onBack={waiting ? null : onBack}>
      <div className="two">
        <div className="main">
          <div className="row g14">
            <Tile name={name} src={tool.logo_url} size="l" />
            <div className="grow">
              <h1>{t('connect.title', { tool: name })}</h1>
              <p className="muted trunc">{t('connect.to', { app: app.name })}</p>
            </div>
          </div>
          <EndsSoon />
          {answer.linkwright.test && <Notice title={t('connect.test')}>{t('sign.test-text', { tool: name })}</Notice>}
          <SignInPanel signing={signing} name={name} label={t('sign.go', { tool: name })}>
            <p className="lead">{t('sign.lead', { tool: name })}</p>
          </SignInPanel>
          {!waiting && <GuideFold answer={answer} open={guide} onToggle={setGuide} title={t('sign.guide', { tool: name })} />}
        </div>
        <section className="side" aria-labelledby="asks-title">
          <h2 id="asks-title">{t('connect.asks', { app: app.name })}</h2>
          <Asks asks={answer.linkwright.asks} />
          <p className="hint">{t('connect.asks-note', { app: app.name })}</p>
        </section>
      </div>
    </Frame>
  )
}

/** The button and what becomes of it; stands on the screen of a new account and on that of one that exists. */
export function SignInPanel({ signing, name, label, children }: { signing: Signing; name: string; label: string; children?: ReactNode }) {
  const { app } = useHub()
  const { stage, start } = signing
  const place = useRef<HTMLDivElement>(null)
  // Whoever works without seeing the screen is taken to what has changed.
  useEffect(() => {
    if (stage.at !== 'idle' && stage.at !== 'opening') place.current?.querySelector<HTMLElement>('.btn')?.focus({ preventScroll: true })
  }, [stage.at])
  if (stage.at === 'waiting') return <div ref={place} className="stack g16"><Waiting signing={signing} name={name} /></div>
  const told = stage.at === 'failed' ? tell(stage.error, { app: app.name, tool: name }) : null
  if (stage.at === 'failed' && told && told.place === 'card') return <Failure error={stage.error} told={told} tool={name} onRetry={() => start()} onBack={signing.cancel} />
  return (
    <div ref={place} className="stack g16">
      {stage.at === 'declined' && <Notice tone="warn" title={t('sign.declined')} urgent>{t('sign.declined-text', { app: app.name, tool: name })}</Notice>}
      {stage.at === 'late' && <Notice tone="warn" title={t('sign.late')} urgent>{t('sign.late-text', { tool: name })}</Notice>}
      {stage.at === 'failed' && told && (
        <div className="stack">
          <Notice
            tone="bad"
            title={stage.error.code === 'other_workspace' ? t('sign.workspace') : t('sign.failed', { tool: name })}
            urgent
            action={stage.error.code === 'other_workspace' && <Button size="sm" onClick={() => start(true)}>{t('edit.as-new')}</Button>}
          >
            {stage.error.code === 'other_workspace' ? told.text : told.place === 'form' ? sentence(stage.error.message, told.text) : told.text}
          </Notice>
          <Details error={stage.error} />
        </div>
      )}
      {stage.at === 'idle' && children}
      <div className="stack g10">
        <Button variant="primary" size="big" full busy={stage.at === 'opening' && t('sign.opening', { tool: name })} onClick={() => start()}>
          {stage.at === 'idle' || stage.at === 'opening' ? label : t('common.again')}
        </Button>
        <p className="hint mid">{t('sign.note', { tool: name })}</p>
      </div>
    </div>
  )
}

/** The server's words for why, unless ours say it in the reader's language. */
function sentence(message: string, ours: string): string {
  return document.documentElement.lang === 'en' && message ? message : ours
}

function Waiting({ signing, name }: { signing: Signing; name: string }) {
  const { stage, cancel, reopen } = signing
  if (stage.at !== 'waiting') return null
  if (stage.blocked) {
    return (
      <>
        <Notice tone="warn" title={t('sign.blocked')} urgent>{t('sign.blocked-text', { tool: name })}</Notice>
        <LinkButton variant="primary" size="big" full href={stage.url} target="_blank" rel="opener" referrerPolicy="same-origin" after="open">{t('sign.open', { tool: name })}</LinkButton>
        <Button variant="quiet" size="big" full onClick={cancel}>{t('common.cancel')}</Button>
      </>
    )
  }
  return (
    <>
      {stage.closed ? (
        <Notice title={t('sign.closed')} urgent>{t('sign.closed-text')}</Notice>
      ) : (
        <div role="status" className="row g14">
          <Spinner />
          <div className="grow">
            <h2>{t('sign.waiting', { tool: name })}</h2>
            <p className="muted">{t('sign.waiting-text')}</p>
          </div>
        </div>
      )}
      <div className="row wrap">
        {stage.closed && <Button variant="primary" size="big" onClick={reopen}>{t('sign.reopen')}</Button>}
        <Button size="big" onClick={cancel}>{t('common.cancel')}</Button>
      </div>
    </>
  )
}
