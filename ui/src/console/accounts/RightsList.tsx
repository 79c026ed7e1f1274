import { Icon, Time } from '../../kit'
import type { Right } from '../api/types'

/** Never claim more than we know: three different signs for proven, not yet known, and missing. */
const SIGNS = {
  proven: { icon: 'check', word: 'Yes', tone: 'ok' },
  on_first_use: { icon: 'pending', word: 'Not known yet, shows on first use', tone: '' },
  missing: { icon: 'close', word: 'No', tone: 'bad' },
} as const

/** How it was learnt. */
const SOURCES = { linking: 'shown when linked', grant: 'told by the provider', call: 'shown by a call', check: 'shown by a check' } as const

export function RightsList({ rights }: { rights: Right[] }) {
  if (rights.length === 0) return null
  return (
    <section className="stack">
      <h3>What it may do</h3>
      <ul className="rights">
        {rights.map((right) => {
          const sign = SIGNS[right.state]
          return (
            <li key={right.scope}>
              <span className={sign.tone}>
                <Icon name={sign.icon} />
              </span>
              <span>{right.permission}</span>
              <span className="small faint">
                {sign.word}
                {right.source && `, ${SOURCES[right.source]}`}
                {right.at && right.state !== 'on_first_use' && (
                  <>
                    {' '}
                    <Time at={right.at} />
                  </>
                )}
              </span>
              <span className="small muted about">{[right.about, right.detail].filter(Boolean).join('. ')}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
