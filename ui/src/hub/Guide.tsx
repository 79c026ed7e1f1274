/** The guide beside the form, or folded below it where the Hub is narrow. */
import { useLayoutEffect, useMemo, useState, type RefObject } from 'react'
import { LinkButton } from '../kit'
import { fitted } from './guide'
import { english, rich, t } from './language'
import type { ConnectorAnswer } from './types'

const TWO_COLUMNS_PX = 720

/** True while the Hub is wide enough for two columns. Follows the container, not the window. */
export function useWide(host: RefObject<HTMLElement | null>): boolean {
  const [wide, setWide] = useState(true)
  useLayoutEffect(() => {
    const hub = host.current?.closest('.hub')
    if (!hub) return
    const watch = new ResizeObserver(() => setWide(hub.clientWidth >= TWO_COLUMNS_PX))
    setWide(hub.clientWidth >= TWO_COLUMNS_PX)
    watch.observe(hub)
    return () => watch.disconnect()
  }, [host])
  return wide
}

interface Props {
  answer: ConnectorAnswer
  onLeave?: () => void
}

function Steps({ answer }: Props) {
  const { guide_html: html, guide_url: url } = answer.linkwright
  const inner = useMemo(() => ({ __html: fitted(html) }), [html])
  return (
    <>
      <div className="guide" lang={english()} dangerouslySetInnerHTML={inner} />
      {url && (
        <p className="small muted">
          {rich('guide.stuck', { guide: <a key="guide" href={url} target="_blank" rel="noopener noreferrer">{t('guide.full')}<span className="sr">{t('kit.new-tab')}</span></a> })}
        </p>
      )}
    </>
  )
}

function SettingsLink({ answer, onLeave }: Props) {
  const href = answer.linkwright.settings_url
  if (!href) return null
  return <LinkButton href={href} after="open" onClick={onLeave} className="ctl32">{t('guide.settings', { tool: answer.config.name })}</LinkButton>
}

/** From 720 px: the second column. */
export function GuideColumn({ answer, onLeave }: Props) {
  return (
    <aside className="side" aria-labelledby="guide-title">
      <div className="row between wrap">
        <div>
          <h2 id="guide-title">{t('guide.title', { tool: answer.config.name })}</h2>
          <p className="small muted">{t('guide.minute')}</p>
        </div>
        <SettingsLink answer={answer} onLeave={onLeave} />
      </div>
      <Steps answer={answer} />
    </aside>
  )
}

/** Below 720 px: folded under the button. */
export function GuideFold({ answer, onLeave, open, onToggle, title }: Props & { open: boolean; onToggle: (open: boolean) => void; title?: string }) {
  return (
    <details className="fold" id="guide" open={open} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>{title ?? t('guide.title', { tool: answer.config.name })}</summary>
      <div className="stack g16">
        <div>
          <SettingsLink answer={answer} onLeave={onLeave} />
        </div>
        <Steps answer={answer} />
      </div>
    </details>
  )
}
