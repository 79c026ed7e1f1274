import { Button, Dialog, useToast } from '../../kit'
import { sessions } from '../api/calls'
import type { ListedSession } from '../api/types'
import { Failure } from '../components/Failure'
import { shortTime } from '../lib/format'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  session: ListedSession
  onRevoked: () => void
  onClose: () => void
}

export function RevokeDialog({ session, onRevoked, onClose }: Props) {
  const { api } = useSession()
  const toast = useToast()
  const deed = useDeed(() => sessions.revoke(api, session))
  async function revoke() {
    if (!(await deed.run())) return
    toast('Session revoked')
    onRevoked()
    onClose()
  }
  return (
    <Dialog
      open
      alert
      title={`Revoke the session of ${session.origin_owner_name}?`}
      onClose={onClose}
      footer={
        <>
          <Button data-first onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger-solid" busy={deed.busy && 'Revoking'} onClick={() => void revoke()}>
            Revoke session
          </Button>
        </>
      }
    >
      <p className="muted">
        Its auth link and its token stop working at once; else they would work until {shortTime(session.linkwright.expires_at)}. Whoever
        opens the link is told that it no longer works. Accounts that were linked through it stay. This cannot be undone.
      </p>
      <Failure error={deed.error} />
    </Dialog>
  )
}
