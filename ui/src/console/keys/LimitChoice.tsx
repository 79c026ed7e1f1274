import { useId } from 'react'
import { Bone, Checkbox, Skeleton } from '../../kit'
import { accounts, catalogue } from '../api/calls'
import { Failure } from '../components/Failure'
import { useLoad } from '../lib/load'
import { useSession } from '../session/context'

export type LimitKind = 'none' | 'accounts' | 'profiles'

export interface Limit {
  kind: LimitKind
  ids: string[]
}

interface Props {
  limit: Limit
  onChange: (limit: Limit) => void
}

/** As many as a key may be limited to. */
const MOST = 50
const KINDS: readonly { key: LimitKind; name: string; about: string }[] = [
  { key: 'none', name: 'The whole project', about: 'Every account, those linked later too' },
  { key: 'accounts', name: 'Some accounts', about: 'Those you choose here and no other' },
  { key: 'profiles', name: 'Some connector profiles', about: 'The accounts of these profiles, those linked later too' },
]

interface Entry {
  id: string
  name: string
  note: string
}

function Entries({ limit, onChange }: Props) {
  const { api } = useSession()
  const list = useLoad(`limits-${limit.kind}`, async (signal): Promise<Entry[]> => {
    if (limit.kind === 'profiles') {
      return (await catalogue.profiles(api, signal)).map((one) => ({ id: one.id, name: one.name, note: one.connector_key }))
    }
    const { data } = await accounts.list(api, { page_size: 200 }, signal)
    return data.map((one) => ({ id: one.id, name: one.label || one.origin_owner_name || one.id, note: `${one.provider}, ${one.id}` }))
  })
  if (list.error) return <Failure error={list.error} what="Could not load what to choose from" retry={list.reload} />
  if (!list.data) {
    return (
      <Skeleton label="Loading what to choose from">
        <Bone className="vary1" />
      </Skeleton>
    )
  }
  if (list.data.length === 0) return <p className="muted">There is none in this project yet.</p>
  return (
    <div className="scopes limits">
      {list.data.map((one) => {
        const on = limit.ids.includes(one.id)
        return (
          <Checkbox
            key={one.id}
            label={one.name}
            hint={one.note}
            checked={on}
            disabled={!on && limit.ids.length >= MOST}
            onChange={() => onChange({ ...limit, ids: on ? limit.ids.filter((id) => id !== one.id) : [...limit.ids, one.id] })}
          />
        )
      })}
    </div>
  )
}

/** What a key may act on: everything, or what is chosen here. */
export function LimitChoice({ limit, onChange }: Props) {
  const name = useId()
  return (
    <fieldset className="wayset">
      <legend className="lab">What may it act on?</legend>
      <div className="presets">
        {KINDS.map((one) => (
          <label key={one.key} className={one.key === limit.kind ? 'way on' : 'way'}>
            <input
              type="radio"
              className="sr"
              name={name}
              checked={one.key === limit.kind}
              onChange={() => onChange({ kind: one.key, ids: [] })}
            />
            <span className="row">
              <span className={one.key === limit.kind ? 'radio on' : 'radio'} />
              <b>{one.name}</b>
            </span>
            <span>{one.about}</span>
          </label>
        ))}
      </div>
      {limit.kind !== 'none' && (
        <>
          <Entries key={limit.kind} limit={limit} onChange={onChange} />
          <p className="hint">Such a key links no accounts and changes nothing that is of the whole project.</p>
        </>
      )}
    </fieldset>
  )
}
