import { Button, Dialog, useToast } from '../../kit'
import { clients } from '../api/calls'
import type { McpClient } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  client: McpClient
  onEnded: () => void
  onClose: () => void
}

export function EndClientDialog({ client, onEnded, onClose }: Props) {
  const { api } = useSession()
  const toast = useToast()
  const deed = useDeed(() => clients.end(api, client.id))
  async function end() {
    if (!(await deed.run())) return
    toast(`${client.client_name} shut out`)
    onEnded()
    onClose()
  }
  return (
    <Dialog
      open
      alert
      title={`Shut ${client.client_name} out?`}
      onClose={onClose}
      footer={
        <>
          <Button data-first onClick={onClose}>
            Let it stay
          </Button>
          <Button variant="danger-solid" busy={deed.busy && 'Shutting out'} onClick={() => void end()}>
            Shut out
          </Button>
        </>
      }
    >
      <p className="muted">
        Its tokens end at once, and its next call is refused. It comes back only if a member lets it in again. Accounts and runs
        stay.
      </p>
      <Failure error={deed.error} />
    </Dialog>
  )
}
