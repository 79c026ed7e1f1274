/** Small signs: notices, tags, statuses, tiles, empty states. Word first, shape second, colour third. */
import { useState, type ReactNode } from 'react'
import { Icon, type IconName } from './Icon'
import { said } from './said'
import { Spinner } from './Skeleton'
import { word } from './words'

export type Tone = 'info' | 'warn' | 'bad' | 'ok'

/** Icon, bold first sentence, then the rest, at most one button. `urgent` only if it came through what the user just did. */
export function Notice({ tone = 'info', title, children, action, urgent }: { tone?: Tone; title: ReactNode; children?: ReactNode; action?: ReactNode; urgent?: boolean }) {
  const icons: Record<Tone, IconName> = { info: 'info', warn: 'alert', bad: 'error', ok: 'check' }
  return (
    <div className={`note ${tone}`} role={urgent ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <b>{typeof title === 'string' ? said(title) : title}</b>
      {children && (typeof children === 'string' ? <p>{said(children)}</p> : <div className="muted">{children}</div>)}
      {action && <div className="act">{action}</div>}
    </div>
  )
}

/** A short word on a soft ground. */
export function Tag({ tone, code, icon, children }: { tone?: Tone | 'test'; code?: boolean; icon?: IconName; children: ReactNode }) {
  return (
    <span className={['tag', tone ?? '', code ? 'code' : ''].filter(Boolean).join(' ')}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}

/** What an action does: read grey, write blue, destroy red. */
export function EffectTag({ effect }: { effect: 'read' | 'write' | 'destroy' }) {
  return <Tag tone={({ read: undefined, write: 'info', destroy: 'bad' } as const)[effect]}>{effect}</Tag>
}

/** Marks test accounts and sessions. */
export function TestTag() {
  return <Tag tone="test" icon="flask">{word('kit.test')}</Tag>
}

const line = { stroke: 'currentColor', fill: 'none', strokeWidth: 1.5, strokeLinecap: 'round', strokeLinejoin: 'round' } as const
const SHAPES = {
  active: ['ok', <circle cx="6" cy="6" r="4" fill="currentColor" />],
  inactive: ['off', <circle cx="6" cy="6" r="3.3" {...line} />],
  suspended: ['off', <path d="M4 2.5v7M8 2.5v7" {...line} strokeWidth={2} />],
  expired: ['warn', <><circle cx="6" cy="6" r="4.5" {...line} /><path d="M6 3.5V6l1.5 1" {...line} /></>],
  error: ['bad', <path d="M6 1.2 11.2 10.5H.8Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />],
  archived: ['off', <><rect x="1.5" y="2" width="9" height="3" fill="currentColor" /><path d="M2.5 5v5h7V5" {...line} /></>],
  succeeded: ['ok', <path d="m2 6.5 2.8 2.8L10.5 3" {...line} strokeWidth={2} />],
  failed: ['bad', <path d="m2.5 2.5 7 7M9.5 2.5l-7 7" {...line} strokeWidth={2} />],
  retrying: ['warn', <path d="M10 6a4 4 0 1 1-1.2-2.9M10 1v2.5H7.5" {...line} />],
  waiting: ['off', <circle cx="6" cy="6" r="4" {...line} strokeDasharray="2 1.8" />],
  running: ['info', null],
} as const

export type StatusName = keyof typeof SHAPES

/** Shape, word, colour. `children` replaces the word ("Reconnect"); the reason belongs on the line below. */
export function Status({ of, children, small }: { of: StatusName; children?: ReactNode; small?: boolean }) {
  const [tone, shape] = SHAPES[of]
  return (
    <span className={small ? `st ${tone} small` : `st ${tone}`}>
      {shape ? <svg viewBox="0 0 12 12" aria-hidden="true">{shape}</svg> : <Spinner className="tiny" />}
      {children ?? word(`kit.status.${of}`)}
    </span>
  )
}

/** The grounds of monograms; each holds white text at 4.5 : 1 or better. */
const GROUNDS = ['#5058c0', '#1c5bb8', '#a3411c', '#33312e', '#4a2f7a', '#0c5348', '#611f69', '#7a4a00', '#3b3f2e', '#2b3036']

function ground(name: string): string {
  let sum = 0
  for (const letter of name.toLowerCase()) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0
  return GROUNDS[sum % GROUNDS.length]!
}

/** A tool's or app's logo, served by us; a two-letter monogram until it loads or where there is none. */
export function Tile({ name, src, size = 'n', letters = 2 }: { name: string; src?: string | null; size?: 's' | 'n' | 'm' | 'l'; letters?: 1 | 2 }) {
  const [state, setState] = useState<'waiting' | 'shown' | 'broken'>('waiting')
  const step = size === 'n' ? '' : ` ${size}`
  const shown = src && state === 'shown'
  return (
    <span
      className={`tile${step}${shown ? ' logo' : ''}`}
      aria-hidden="true"
      ref={(node) => node?.style.setProperty('--t', ground(name))}
    >
      {!shown && Array.from(name.trim()).slice(0, letters).join('')}
      {src && state !== 'broken' && (
        <img src={src} alt="" hidden={state !== 'shown'} onLoad={() => setState('shown')} onError={() => setState('broken')} />
      )}
    </span>
  )
}

/** Initials of a person in a circle. */
export function Avatar({ name }: { name: string }) {
  const parts = name.trim().split(/\s+/)
  const initials = [parts[0], parts.length > 1 ? parts.at(-1) : ''].map((part) => Array.from(part ?? '')[0] ?? '').join('')
  return <span className="av" aria-hidden="true">{initials.toUpperCase() || '?'}</span>
}

/** What would be here, why it is not, one primary way on and one gentler one. */
export function EmptyState({ icon, title, children, actions }: { icon?: IconName; title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      {icon && <span className="faint"><Icon name={icon} size="l" /></span>}
      <b>{title}</b>
      {children && <div className="muted small">{children}</div>}
      {actions && <div className="row wrap center">{actions}</div>}
    </div>
  )
}
