import { Bone, Button, Dialog, Skeleton } from '../../kit'
import { connectorName } from '../accounts/words'
import { accounts, owners } from '../api/calls'
import type { Account, ErasureReceipt } from '../api/types'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed, useLoad } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  owner: string
  onErased: (receipt: ErasureReceipt) => void
  onClose: () => void
}

const MOST = 5

/** Whose accounts go: what a wrong id would show. */
function Accounts({ found, total }: { found: Account[]; total: number }) {
  if (found.length === 0) return <p>No account of this owner is linked. What is left of earlier ones, and of sessions, is erased.</p>
  const more = total - Math.min(found.length, MOST)
  return (
    <>
      <p>{total === 1 ? 'This account is deleted' : `These ${plural(total, 'account')} are deleted`}, and providers end the credentials where they can:</p>
      <dl className="facts">
        {found.slice(0, MOST).map((one) => (
          <div className="pair" key={one.id}>
            <dt>{connectorName(one)}</dt>
            <dd>
              {one.origin_owner_name} <code className="small">{one.id}</code>
            </dd>
          </div>
        ))}
      </dl>
      {more > 0 && <p>And {plural(more, 'more account', 'more accounts')}.</p>}
    </>
  )
}

/** Names whose data goes, and what, before it does. */
export function EraseDialog({ owner, onErased, onClose }: Props) {
  const { api } = useSession()
  const linked = useLoad(`accounts of ${owner}`, (signal) => accounts.list(api, { origin_owner_id: owner, page_size: MOST }, signal))
  const deed = useDeed(async () => onErased(await owners.erase(api, owner)))
  return (
    <Dialog
      open
      alert
      title={
        <>
          Erase everything about <span className="mono">{owner}</span>?
        </>
      }
      onClose={onClose}
      footer={
        <>
          <Button data-first onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger-solid" busy={deed.busy && 'Erasing'} off={!linked.data} onClick={() => void deed.run()}>
            Erase for good
          </Button>
        </>
      }
    >
      <div className="muted stack">
        {linked.data && <Accounts found={linked.data.data} total={linked.data.total ?? linked.data.data.length} />}
        {!linked.data && !linked.error && (
          <Skeleton label="Loading the owner’s accounts" onRetry={linked.reload}>
            <Bone className="vary1" />
          </Skeleton>
        )}
        <Failure error={linked.error} what="Could not load the owner’s accounts" retry={linked.reload} />
        <p>Runs and events stay without what was said in them. Audit records stay: they hold ids only.</p>
        <p>It cannot be brought back. Backups made before still hold it.</p>
      </div>
      <Failure error={deed.error} />
    </Dialog>
  )
}
