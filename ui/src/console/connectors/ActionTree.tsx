import { useDeferredValue, useId, useMemo, useState } from 'react'
import { Checkbox, EffectTag, Icon, said, Segment, Tag } from '../../kit'
import { SearchBox } from '../components/SearchBox'
import type { CatalogueAction } from '../api/types'
import { count, plural, words } from '../lib/format'
import { type Effect, type Group, grouped, matching } from './choice'

interface Props {
  actions: readonly CatalogueAction[]
  on: ReadonlySet<string>
  /** Absent: the tree only shows. */
  onSwitch?: ((ids: string[], to: boolean) => void) | undefined
}

const EFFECTS = [
  { value: 'any', label: 'All' },
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
  { value: 'destroy', label: 'Destroy' },
] as const

/** Hundreds of actions: in folded groups, found by words and by effect. Rows are drawn only where a group is open. */
export function ActionTree({ actions, on, onSwitch }: Props) {
  const [query, setQuery] = useState('')
  const [effect, setEffect] = useState<Effect | 'any'>('any')
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const asked = useDeferredValue(query)
  const found = useMemo(() => matching(actions, asked, effect), [actions, asked, effect])
  const groups = useMemo(() => grouped(found), [found])
  const searching = asked !== ''

  function turn(name: string) {
    setOpen((old) => {
      const next = new Set(old)
      if (!next.delete(name)) next.add(name)
      return next
    })
  }

  return (
    <div className="stack roomy">
      <div className="filters" role="search">
        <SearchBox label="Search actions" placeholder="Name or what it does" value={query} onChange={setQuery} />
        <Segment label="Effect" options={EFFECTS} value={effect} onChange={setEffect} />
        <span className="small muted" role="status">
          {found.length === actions.length ? `${plural(groups.length, 'group')}` : `${count(found.length)} of ${plural(actions.length, 'action')}`}
        </span>
      </div>
      {found.length === 0 && <p className="muted">No action has all of these words. Try fewer, or another effect.</p>}
      {groups.length > 0 && (
        <ul className="actiontree">
          {groups.map((group) => (
            <GroupRows
              key={group.name}
              group={group}
              open={searching !== open.has(group.name)}
              on={on}
              onTurn={() => turn(group.name)}
              onSwitch={onSwitch}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

interface GroupProps extends Pick<Props, 'on' | 'onSwitch'> {
  group: Group<CatalogueAction>
  open: boolean
  onTurn: () => void
}

function GroupRows({ group, open, on, onTurn, onSwitch }: GroupProps) {
  const id = useId()
  const name = words(group.name)
  const chosen = group.actions.filter((action) => on.has(action.id)).length
  const ids = group.actions.map((action) => action.id)
  return (
    <li>
      <div className="ag">
        {onSwitch && (
          <Checkbox
            label={<span className="sr">All of {name}</span>}
            checked={chosen === ids.length}
            some={chosen > 0}
            onChange={(event) => onSwitch(ids, event.target.checked)}
          />
        )}
        <button type="button" aria-expanded={open} aria-controls={open ? id : undefined} onClick={onTurn}>
          <b>{name}</b>
          <span className="small muted">{onSwitch ? `${chosen} of ${ids.length}` : count(ids.length)}</span>
          <Icon name={open ? 'down' : 'right'} size="s" className="end" />
        </button>
      </div>
      {open && (
        <ul id={id}>
          {group.actions.map((action) => (
            <ActionRow key={action.id} action={action} on={on.has(action.id)} onSwitch={onSwitch} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** A long name breaks after its underscores, not within a word. */
function breakable(name: string) {
  return name.split('_').flatMap((part, index) => (index === 0 ? [part] : ['_', <wbr key={index} />, part]))
}

function ActionRow({ action, on, onSwitch }: { action: CatalogueAction; on: boolean; onSwitch: Props['onSwitch'] }) {
  const needs = action.required_scopes.filter((scope) => scope !== action.linkwright.effect)
  return (
    <li className="ar">
      {onSwitch ? (
        <Checkbox
          label={<code>{breakable(action.id)}</code>}
          hint={said(action.description)}
          checked={on}
          onChange={(event) => onSwitch([action.id], event.target.checked)}
        />
      ) : (
        <span className="acc">
          <code>{breakable(action.id)}</code>
          <span className="small muted">{said(action.description)}</span>
        </span>
      )}
      <span className="row tight wrap tags">
        {needs.map((scope) => (
          <Tag key={scope} code>
            {scope}
          </Tag>
        ))}
        <EffectTag effect={action.linkwright.effect} />
      </span>
    </li>
  )
}
