import { IconButton, Switch, Tag } from '../../kit'
import { plural } from '../lib/format'
import { about, moved, outcomeTone, outcomeWord, type Rule } from './rules'

interface Props {
  rules: Rule[]
  /** Calls of the last days that each would have decided. */
  counts: Record<string, number> | undefined
  mayChange: boolean
  onChange: (rules: Rule[]) => void
  onEdit: (rule: Rule) => void
}

/** The rules in their order; arrows move them. */
export function RuleList({ rules, counts, mayChange, onChange, onEdit }: Props) {
  return (
    <ol className="rules">
      {rules.map((rule, at) => {
        const called = rule.name || `Rule ${at + 1}`
        const on = rule.enabled !== false
        return (
          <li key={rule.id} className={on ? 'rule' : 'rule off'}>
            <span className="number" aria-hidden="true">
              {at + 1}
            </span>
            <div className="say">
              <div className="row wrap">
                <b className="breakable">{called}</b> <Tag tone={outcomeTone(rule.outcome)}>{outcomeWord(rule.outcome)}</Tag>
                {!on && <Tag>off</Tag>}
                {counts && on && <span className="small faint">{plural(counts[rule.id] ?? 0, 'call')} in 7 days</span>}
              </div>
              <p className="small muted breakable">{about(rule)}</p>
              {rule.message && <p className="small faint breakable">“{rule.message}”</p>}
            </div>
            {mayChange && (
              <div className="row tight tools">
                <Switch
                  label={`${called} is on`}
                  on={on}
                  onChange={(enabled) => onChange(rules.map((one) => (one.id === rule.id ? { ...one, enabled } : one)))}
                />
                <IconButton icon="up" small label={`Move ${called} up`} aria-disabled={at === 0} onClick={() => at > 0 && onChange(moved(rules, at, at - 1))} />
                <IconButton
                  icon="down"
                  small
                  label={`Move ${called} down`}
                  aria-disabled={at === rules.length - 1}
                  onClick={() => at < rules.length - 1 && onChange(moved(rules, at, at + 1))}
                />
                <IconButton icon="edit" small label={`Edit ${called}`} onClick={() => onEdit(rule)} />
                <IconButton icon="trash" small label={`Remove ${called}`} onClick={() => onChange(rules.filter((one) => one.id !== rule.id))} />
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}
