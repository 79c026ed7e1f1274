import { useId, useState } from 'react'
import { Button, Checkbox, Dialog, Message, Select, TextField } from '../../kit'
import { keys } from '../api/calls'
import type { NewApiKey } from '../api/types'
import { Failure } from '../components/Failure'
import { focusFirstWrong } from '../lib/focus'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { type Limit, LimitChoice } from './LimitChoice'
import { NewKey } from './NewKey'
import { ENDS, endOf, PRESETS, SCOPES } from './scopes'

interface Props {
  onMade: () => void
  onClose: () => void
}

const CUSTOM = 'custom'

interface ChoiceProps {
  preset: string
  scopes: string[]
  onPreset: (preset: string) => void
  onScopes: (scopes: string[]) => void
}

function ScopeChoice({ preset, scopes, onPreset, onScopes }: ChoiceProps) {
  const name = useId()
  const custom = { key: CUSTOM, name: 'Custom', about: 'Choose the scopes yourself' }
  return (
    <fieldset className="wayset">
      <legend className="lab">What may it do?</legend>
      <div className="presets">
        {[...PRESETS, custom].map((one) => (
          <label key={one.key} className={one.key === preset ? 'way on' : 'way'}>
            <input
              type="radio"
              className="sr"
              name={name}
              checked={one.key === preset}
              onChange={() => onPreset(one.key)}
            />
            <span className="row">
              <span className={one.key === preset ? 'radio on' : 'radio'} />
              <b>{one.name}</b>
            </span>
            <span>{one.about}</span>
          </label>
        ))}
      </div>
      {preset === CUSTOM && (
        <div className="scopes">
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope.name}
              label={<code>{scope.name}</code>}
              hint={scope.about}
              checked={scopes.includes(scope.name)}
              onChange={(event) =>
                onScopes(event.target.checked ? [...scopes, scope.name] : scopes.filter((each) => each !== scope.name))
              }
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}

export function CreateKeyDialog({ onMade, onClose }: Props) {
  const { api } = useSession()
  const [name, setName] = useState('')
  const [preset, setPreset] = useState('actions')
  const [scopes, setScopes] = useState<string[]>([])
  const [days, setDays] = useState('')
  const [limit, setLimit] = useState<Limit>({ kind: 'none', ids: [] })
  const [lacks, setLacks] = useState({ name: '', scopes: '' })
  const [made, setMade] = useState<NewApiKey | null>(null)
  const deed = useDeed(async () => {
    const limits = limit.kind === 'none' ? {} : { [limit.kind]: limit.ids }
    const rights = preset === CUSTOM ? { scopes } : { preset }
    setMade(await keys.create(api, { name: name.trim(), expires_at: endOf(days, new Date()), ...rights, ...limits }))
    onMade()
  })

  async function create() {
    const found = {
      name: name.trim() === '' ? 'Name it after what will use it, such as planner-agent.' : '',
      scopes:
        preset === CUSTOM && scopes.length === 0
          ? 'Choose at least one scope.'
          : limit.kind !== 'none' && limit.ids.length === 0
            ? 'Choose at least one that it may act on.'
            : '',
    }
    setLacks(found)
    if (!found.name && !found.scopes) await deed.run()
    else focusFirstWrong('.dialog')
  }

  if (made) return <NewKey made={made} onClose={onClose} />
  return (
    <Dialog
      open
      wide
      title="Create an API key"
      dirty={name !== ''}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={deed.busy && 'Creating'} onClick={() => void create()}>
            Create key
          </Button>
        </>
      }
    >
      <div className="g2">
        <TextField
          label="Name"
          data-first
          autoComplete="off"
          maxLength={200}
          value={name}
          error={lacks.name}
          hint="What will use it."
          onChange={(event) => {
            setName(event.target.value)
            setLacks((old) => ({ ...old, name: '' }))
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void create()
          }}
        />
        <Select label="Ends" options={ENDS} value={days} onChange={(event) => setDays(event.target.value)} />
      </div>
      <ScopeChoice preset={preset} scopes={scopes} onPreset={setPreset} onScopes={setScopes} />
      <LimitChoice limit={limit} onChange={setLimit} />
      {lacks.scopes && (
        <div role="alert">
          <Message tone="bad">{lacks.scopes}</Message>
        </div>
      )}
      <Failure error={deed.error} />
    </Dialog>
  )
}
