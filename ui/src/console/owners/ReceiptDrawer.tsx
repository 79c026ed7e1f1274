import { Button, CopyId, Status, Time } from '../../kit'
import { owners } from '../api/calls'
import type { ErasureReceipt } from '../api/types'
import { Drawer } from '../components/Drawer'
import { count, words } from '../lib/format'
import { useLoad } from '../lib/load'
import { save } from '../lib/saving'
import { useSession } from '../session/context'
import { counted, revocation, tableName } from './words'

interface Props {
  id: string
  /** The row of the list, so that the drawer is full at once. */
  known: ErasureReceipt | undefined
  onClose: () => void
}

function Counts({ title, rows }: { title: string; rows: [string, number][] }) {
  if (rows.length === 0) return null
  return (
    <section className="stack">
      <h3>{title}</h3>
      <dl className="facts counts">
        {rows.map(([table, number]) => (
          <div className="pair" key={table}>
            <dt>{tableName(table)}</dt>
            <dd>{count(number)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Details({ receipt }: { receipt: ErasureReceipt }) {
  return (
    <>
      <div className="row wrap">
        <CopyId id={receipt.id} most={40} />
        <span className="end">
          <Status of={receipt.state === 'done' ? 'succeeded' : 'running'}>{receipt.state === 'done' ? 'Erased' : 'Under way'}</Status>
        </span>
      </div>
      <p className="muted">
        It does not name the owner: nothing here does any more. Keep its id with whatever asked for the erasure.
      </p>
      <section className="stack">
        <h3>When and by whom</h3>
        <dl className="facts">
          <dt>Asked by</dt>
          <dd>{receipt.asked_by_name || receipt.asked_by}</dd>
          <dt>Asked</dt>
          <dd>
            <Time at={receipt.asked_at} />
          </dd>
          {receipt.finished_at && (
            <>
              <dt>Finished</dt>
              <dd>
                <Time at={receipt.finished_at} />
              </dd>
            </>
          )}
        </dl>
      </section>
      {receipt.accounts.length > 0 && (
        <section className="stack">
          <h3>Accounts</h3>
          <ul className="plainlist stack">
            {receipt.accounts.map((one) => (
              <li key={one.account_id}>
                <div>
                  {words(one.connector_key)} <code className="small">{one.account_id}</code>
                </div>
                <div className="small muted">{revocation(one)}</div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Counts title="Erased" rows={counted(receipt.erased)} />
      {receipt.kept.length > 0 && (
        <section className="stack">
          <h3>Kept</h3>
          <ul className="plainlist stack">
            {receipt.kept.map((one) => (
              <li key={one.what}>
                <div>
                  {tableName(one.what)}: {count(one.rows)}
                </div>
                <div className="small muted">{one.why}</div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="row">
        <Button
          icon="download"
          onClick={() => save(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }), `${receipt.id}.json`)}
        >
          Save as JSON
        </Button>
      </div>
    </>
  )
}

/** One receipt beside the list. */
export function ReceiptDrawer({ id, known, onClose }: Props) {
  const { api } = useSession()
  const loaded = useLoad(known ? null : `erasure ${id}`, (signal) => owners.receipt(api, id, signal))
  const receipt = known ?? (loaded.data?.id === id ? loaded.data : undefined)
  return (
    <Drawer id={id} what="receipt" title="Receipt" loaded={loaded} onClose={onClose}>
      {receipt && <Details receipt={receipt} />}
    </Drawer>
  )
}
