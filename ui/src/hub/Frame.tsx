/** The frame around every Hub screen: whose app it is at the top, how keys are kept at the bottom. */
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { Icon, IconButton, Mark, Tile } from '../kit'
import { useLogo } from './brand'
import { useHub } from './context'
import { t } from './language'

/** Height of what is inside, however tall the frame is now. */
function natural(hub: HTMLElement): number {
  const top = hub.getBoundingClientRect().top
  let bottom = 0
  for (const column of hub.querySelectorAll<HTMLElement>('.main, .side')) {
    const range = document.createRange()
    range.selectNodeContents(column)
    const padding = Number.parseFloat(getComputedStyle(column).paddingBottom)
    bottom = Math.max(bottom, range.getBoundingClientRect().bottom + padding - top)
  }
  return Math.ceil(bottom + (hub.querySelector<HTMLElement>(':scope > .foot')?.offsetHeight ?? 0))
}

function useHeight(host: React.RefObject<HTMLElement | null>): void {
  const { bridge } = useHub()
  useEffect(() => {
    const hub = host.current
    if (!hub || !bridge) return
    let last = 0
    const tell = () => {
      const height = natural(hub)
      if (height !== last) bridge.say({ type: 'height', height: (last = height) })
    }
    const sizes = new ResizeObserver(tell)
    const changes = new MutationObserver(tell)
    sizes.observe(hub)
    changes.observe(hub, { childList: true, subtree: true, attributes: true, attributeFilter: ['open', 'hidden'] })
    tell()
    return () => {
      sizes.disconnect()
      changes.disconnect()
    }
  }, [bridge, host])
}

/** Set the page's title, and bring the focus to the heading unless something better has it already. */
export function useTitle(title: string): void {
  const { app } = useHub()
  useLayoutEffect(() => {
    document.title = [title, app.name, app.hide_brand ? '' : 'Linkwright'].filter(Boolean).join(', ')
    const active = document.activeElement
    if (active && active !== document.body && !active.closest('[hidden]')) return
    const heading = Array.from(document.querySelectorAll<HTMLElement>('.hub h1')).find((one) => !one.closest('[hidden]'))
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }, [title, app.name, app.hide_brand])
}

/** Header, content, footer. `onBack` draws the arrow. */
export function Frame({ label, onBack, children }: { label: string; onBack?: (() => void) | null; children: ReactNode }) {
  const { app, close } = useHub()
  const logo = useLogo(app)
  const host = useRef<HTMLElement>(null)
  useHeight(host)
  return (
    <main className="hub" aria-label={label} ref={host}>
      <header className={onBack ? 'top back' : 'top'}>
        {onBack && <IconButton icon="back" label={t('frame.back')} keys="Esc" onClick={onBack} />}
        <Tile key={logo} name={app.name} src={logo} letters={1} />
        <b className="trunc">{app.name}</b>
        <span className="grow" />
        {close && <IconButton icon="close" label={t('common.close')} onClick={close} />}
      </header>
      {children}
      <Foot />
    </main>
  )
}

function Foot() {
  const { app } = useHub()
  return (
    <footer className="foot">
      <span className="row tight">
        <Icon name="lock" size="s" />
        <span>{t('frame.keys', { app: app.name })}</span>
      </span>
      <span className="row links">
        {app.privacy_url && <Out href={app.privacy_url}>{t('frame.privacy')}</Out>}
        {app.terms_url && <Out href={app.terms_url}>{t('frame.terms')}</Out>}
        {app.support_url && <Out href={app.support_url}>{t('frame.help')}</Out>}
        {!app.hide_brand && (
          <span className="brand">
            <Mark />
            Linkwright
          </span>
        )}
      </span>
    </footer>
  )
}

function Out({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <span className="sr">{t('kit.new-tab')}</span>
    </a>
  )
}
