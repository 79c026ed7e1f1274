/** Rights: proven, on first use, missing. Three different signs, and never more than we know. */
import { Icon, Status } from '../kit'
import { english, t } from './language'
import type { Ask, Right } from './types'

/** What the app asks for, with the provider's own permission names beside plain words. */
export function Asks({ asks }: { asks: readonly Ask[] }) {
  return (
    <ul className="cans">
      {asks.map((ask) => (
        <li key={ask.scope}>
          <Icon name={/(^|:)(read|view)$/i.test(ask.scope) || /^read/i.test(ask.permission) ? 'eye' : 'add'} />
          <span lang={english()}>{ask.about}</span>
          <span className="tag">{ask.permission}</span>
        </li>
      ))}
    </ul>
  )
}

const SIGNS = {
  proven: { icon: 'check', tone: 'ok', word: 'rights.proven' },
  on_first_use: { icon: 'pending', tone: 'off', word: 'rights.first-use' },
  missing: { icon: 'close', tone: 'bad', word: 'rights.missing' },
} as const

/** What the key can do, with how we know. */
export function Rights({ rights }: { rights: readonly Right[] }) {
  return (
    <ul className="cans">
      {rights.map((right) => {
        const sign = SIGNS[right.state] ?? SIGNS.on_first_use
        return (
          <li key={right.scope}>
            <Icon name={sign.icon} className={sign.tone} />
            <span lang={english()}>{right.about}</span>
            <span className={`st small ${sign.tone}`}>{t(sign.word)}</span>
            {right.detail && <span className="d" lang={english()}>{right.detail}</span>}
          </li>
        )
      })}
    </ul>
  )
}

/** The account's state as a word; what needs the person says what to do. */
export function State({ status }: { status: string }) {
  if (status === 'error' || status === 'expired') return <Status of="error">{t('edit.reconnect-go')}</Status>
  if (status === 'active' || status === 'inactive' || status === 'suspended' || status === 'archived') return <Status of={status} />
  return <Status of="inactive">{status}</Status>
}
