import { Button, Dialog, Time, useToast } from '../../kit'
import { keys } from '../api/calls'
import type { ApiKey } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  apiKey: ApiKey
  onRevoked: () => void
  onClose: () => void
}

export function RevokeKeyDialog({ apiKey, onRevoked, onClose }: Props) {
  const { api } = useSession()
  const toast = useToast()
  const deed = useDeed(() => keys.revoke(api, apiKey.id))
  async function revoke() {
    if (!(await deed.run())) return
    toast(`${apiKey.name} revoked`)
    onRevoked()
    onClose()
  }
  return (
    <Dialog
      open
      alert
      title={`Revoke the key ${apiKey.name}?`}
      onClose={onClose}
      footer={
        <>
          <Button data-first onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger-solid" busy={deed.busy && 'Revoking'} onClick={() => void revoke()}>
            Revoke key
          </Button>
        </>
      }
    >
      <div className="muted stack">
        <p>
          Whoever calls with <code>{apiKey.prefix}…</code> is refused at once.{' '}
          {apiKey.last_used_at ? (
            <>
              It was last used <Time at={apiKey.last_used_at} />.
            </>
          ) : (
            'It was never used.'
          )}{' '}
          Accounts, runs and audit stay. This cannot be undone.
        </p>
      </div>
      <Failure error={deed.error} />
    </Dialog>
  )
}
