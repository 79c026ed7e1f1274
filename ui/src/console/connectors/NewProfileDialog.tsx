import { useState } from 'react'
import { Button, Dialog, Select, TextField } from '../../kit'
import { catalogue } from '../api/calls'
import type { ConnectorMeta, ProfileDetail } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  meta: ConnectorMeta
  onMade: (made: ProfileDetail) => void
  onClose: () => void
}

/** Another profile of a connector: how its accounts are linked, and what it is called. The rest is set on its page. */
export function NewProfileDialog({ meta, onMade, onClose }: Props) {
  const { api } = useSession()
  const methods = meta.linkwright?.auth_methods ?? []
  const [method, setMethod] = useState(methods.find((one) => one.sign_in)?.key ?? methods[0]?.key ?? '')
  const [name, setName] = useState('')
  const deed = useDeed(async () => {
    onMade(await catalogue.createProfile(api, { connector_key: meta.provider, auth_method: method, ...(name.trim() ? { name: name.trim() } : {}) }))
  })
  return (
    <Dialog
      open
      title={`New profile of ${meta.provider_name}`}
      dirty={name !== ''}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={deed.busy && 'Creating'} onClick={() => void deed.run()}>
            Create profile
          </Button>
        </>
      }
    >
      <Select
        label="How accounts are linked"
        data-first
        options={methods.map((one) => ({ value: one.key, label: one.label }))}
        value={method}
        onChange={(event) => setMethod(event.target.value)}
      />
      <TextField
        label="Name"
        optional
        autoComplete="off"
        maxLength={100}
        value={name}
        hint="Your team and, where you offer several, your users tell profiles apart by it."
        onChange={(event) => setName(event.target.value)}
      />
      <Failure error={deed.error} />
    </Dialog>
  )
}
