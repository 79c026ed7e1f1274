import { Icon } from '../../kit'
import type { Right } from '../api/types'
import { words } from '../lib/format'

interface Known {
  name: string
  about: string
  state: 'proven' | 'first-use' | 'missing'
}

/** Never claim more than we know: a right that nothing has proven yet shows on first use. */
export function known(right: Right | string): Known {
  if (typeof right === 'string') return { name: right, about: '', state: 'first-use' }
  const said = (right.state ?? '').toLowerCase()
  const proven = right.proven === true || said === 'proven' || said === 'granted'
  const missing = said === 'missing' || said === 'refused' || said === 'denied'
  return {
    name: right.permission ?? right.name ?? right.scope ?? 'Right',
    about: right.about ?? '',
    state: missing ? 'missing' : proven ? 'proven' : 'first-use',
  }
}

const SIGNS = {
  proven: { icon: 'check', word: 'proven', tone: 'ok' },
  'first-use': { icon: 'pending', word: 'shows on first use', tone: '' },
  missing: { icon: 'close', word: 'missing', tone: 'bad' },
} as const

export function RightsList({ rights }: { rights: (Right | string)[] }) {
  if (rights.length === 0) return null
  return (
    <section className="stack">
      <h3>What it may do</h3>
      <ul className="rights">
        {rights.map(known).map((right) => {
          const sign = SIGNS[right.state]
          return (
            <li key={right.name + right.about}>
              <span className={sign.tone}>
                <Icon name={sign.icon} />
              </span>
              <span>{words(right.name)}</span>
              <span className="small faint">{sign.word}</span>
              {right.about && <span className="small muted about">{right.about}</span>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
