import { useState } from 'react'
import { Button, Dialog, Time } from '../../kit'
import type { Account, Receipt } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import type { AccountDeeds } from './deeds'
import { connectorName } from './words'

const REVOCATIONS: Record<Receipt['revocation'], string> = {
  revoked: 'Ended at the provider too',
  not_supported: 'Not ended at the provider',
  failed: 'Could not be ended at the provider',
}

/** Names what is destroyed before, and shows the receipt of it after. */
export function DeleteDialog({ account, deeds, onClose }: { account: Account; deeds: AccountDeeds; onClose: () => void }) {
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const deed = useDeed(async () => {
    const given = await deeds.remove(account)
    if (given === null) onClose()
    else setReceipt(given)
  })
  const owner = account.origin_owner_name
  const connector = connectorName(account)
  const last4 = account.linkwright?.credential?.last4
  const what = account.linkwright?.auth_method?.label ?? 'Credential'
  if (receipt !== null) {
    return (
      <Dialog
        open
        title={`The ${connector} account of ${owner} is deleted`}
        onClose={onClose}
        footer={
          <Button variant="primary" data-first onClick={onClose}>
            Done
          </Button>
        }
      >
        <dl className="facts">
          <dt>Destroyed</dt>
          <dd>{receipt.destroyed_fields.map((field) => <code key={field}>{field}</code>)}</dd>
          <dt>By</dt>
          <dd>
            {receipt.deleted_by_name}, <Time at={receipt.deleted_at} />
          </dd>
          <dt>{connector}</dt>
          <dd>
            {REVOCATIONS[receipt.revocation]}. <span className="muted">{receipt.revocation_detail}</span>
          </dd>
          <dt>Account id</dt>
          <dd>
            <code>{account.id}</code>
          </dd>
        </dl>
        <p className="muted small">This receipt is kept: GET /accounts/{account.id}/receipt.</p>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      alert
      title={`Delete the ${connector} account of ${owner}?`}
      onClose={onClose}
      footer={
        <>
          <Button data-first onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger-solid" busy={deed.busy && 'Deleting'} onClick={() => void deed.run()}>
            Delete account
          </Button>
        </>
      }
    >
      <div className="muted stack">
        <p>This is destroyed and cannot be brought back:</p>
        <dl className="facts">
          <dt>{what}</dt>
          <dd>{last4 && <span className="mono">•••• {last4}</span>} Access ends at once, for people and for agents.</dd>
          <dt>Account</dt>
          <dd>Who it acts as, what it may do, its label and metadata.</dd>
        </dl>
        <p>Runs and webhook deliveries stay. You get a receipt.</p>
        <p>
          Account id <code>{account.id}</code>
        </p>
      </div>
      <Failure error={deed.error} />
    </Dialog>
  )
}
