import { useId } from 'react'
import { Checkbox } from '../../kit'
import type { EventType } from '../api/types'
import { EVERYTHING, grouped, type EventGroup } from './words'

interface Props {
  types: EventType[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

function Group({ group, chosen, onChange }: { group: EventGroup } & Omit<Props, 'types'>) {
  const whole = chosen.includes(group.pattern)
  const inside = group.events.map((event) => event.name)
  const others = chosen.filter((name) => name !== group.pattern && !inside.includes(name))
  const some = chosen.some((name) => inside.includes(name))
  const single = inside.length === 1 && inside[0] === group.name
  if (single) {
    const [event] = group.events
    return (
      <Checkbox
        label={<code>{group.name}</code>}
        hint={event?.about}
        checked={some}
        onChange={(change) => onChange(change.target.checked ? [...others, group.name] : others)}
      />
    )
  }
  return (
    <fieldset className="evgroup">
      <legend className="sr">{group.pattern}</legend>
      <Checkbox
        label={<code>{group.pattern}</code>}
        hint="All of them, also those that are added later."
        checked={whole}
        some={some}
        onChange={(change) => onChange(change.target.checked ? [...others, group.pattern] : others)}
      />
      <div className="evlist">
        {group.events.map((event) => (
          <Checkbox
            key={event.name}
            label={<code>{event.name}</code>}
            hint={event.about}
            checked={whole || chosen.includes(event.name)}
            disabled={whole}
            onChange={(change) =>
              onChange(change.target.checked ? [...chosen, event.name] : chosen.filter((name) => name !== event.name))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

/** Everything, or some of the events. */
export function EventChoice({ types, chosen, onChange }: Props) {
  const name = useId()
  const all = chosen.includes(EVERYTHING)
  const ways = [
    { on: all, label: 'Everything', about: 'Also events that are added later', pick: () => onChange([EVERYTHING]) },
    { on: !all, label: 'Some events', about: 'Choose them below', pick: () => onChange([]) },
  ]
  return (
    <fieldset className="wayset">
      <legend className="lab">What should it hear?</legend>
      <div className="presets">
        {ways.map((way) => (
          <label key={way.label} className={way.on ? 'way on' : 'way'}>
            <input type="radio" className="sr" name={name} checked={way.on} onChange={() => way.on || way.pick()} />
            <span className="row">
              <span className={way.on ? 'radio on' : 'radio'} />
              <b>{way.label}</b>
            </span>
            <span>{way.about}</span>
          </label>
        ))}
      </div>
      {!all && (
        <div className="evtree" tabIndex={0} role="group" aria-label="Events">
          {grouped(types).map((group) => (
            <Group key={group.name} group={group} chosen={chosen} onChange={onChange} />
          ))}
        </div>
      )}
    </fieldset>
  )
}
