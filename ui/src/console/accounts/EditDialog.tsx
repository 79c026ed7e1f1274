import { useEffect, useState } from 'react'
import { Button, Dialog, Spinner } from '../../kit'
import { sessions } from '../api/calls'
import type { Account, ConnectSession } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { HubFrame } from '../link/HubFrame'
import { useSession } from '../session/context'
import { accountName } from './words'

interface Props {
  account: Account
  onEdited: () => void
  onClose: () => void
}

/** The Hub on an existing account: its fields filled, its key behind "Replace". */
export function EditDialog({ account, onEdited, onClose }: Props) {
  const { api } = useSession()
  const [session, setSession] = useState<ConnectSession | null>(null)
  const [saved, setSaved] = useState(false)
  const deed = useDeed(async () => {
    setSession(
      await sessions.create(api, {
        origin_owner_id: account.origin_owner_id,
        origin_owner_name: account.origin_owner_name,
        provider: account.provider,
        account_id: account.id,
      }),
    )
  })
  const { run } = deed
  useEffect(() => {
    void run()
  }, [run])

  return (
    <Dialog
      open
      title={`Edit ${accountName(account)}`}
      className="hubdialog"
      dirty
      onClose={onClose}
      footer={saved && <Button variant="primary" onClick={onClose}>Done</Button>}
    >
      <Failure error={deed.error} retry={() => void run()} />
      {deed.busy && (
        <p className="row muted" role="status">
          <Spinner /> Opening the Hub
        </p>
      )}
      {session && (
        <HubFrame
          token={session.token}
          onSuccess={() => {
            setSaved(true)
            onEdited()
          }}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}
