import { useState } from 'react'
import { EmptyState, IconButton, SkeletonRows, useToast } from '../../kit'
import { owners } from '../api/calls'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useLoad } from '../lib/load'
import { go, usePlace } from '../lib/router'
import { useRows } from '../lib/rows'
import { ADMIN_NEEDS, useSession } from '../session/context'
import { EraseDialog } from './EraseDialog'
import { OwnerCard } from './OwnerCard'
import { ReceiptDrawer } from './ReceiptDrawer'
import { ReceiptTable } from './ReceiptTable'

const LIST = '/console/owners'

function addressOf(id: string | null): string {
  return id === null ? LIST : `${LIST}/${encodeURIComponent(id)}`
}

/** `open`: the receipt in the drawer, from the address. */
export function OwnersPage({ open }: { open: string | null }) {
  const { api, may } = useSession()
  const { query } = usePlace()
  const toast = useToast()
  const mayChange = may('settings:write')
  const [owner, setOwner] = useState(query.get('owner') ?? '')
  const [erasing, setErasing] = useState<string | null>(null)
  const list = useLoad(mayChange ? 'erasures' : null, (signal) => owners.receipts(api, signal))
  const shown = list.data ?? []
  const rows = useRows({
    ids: shown.map((one) => one.id),
    held: open,
    onMove: (id) => {
      if (open !== null) go(addressOf(id), { replace: true })
    },
  })
  return (
    <>
      <PageHead title="Owners’ data" lead="Whoever linked an account may ask what is held about them, and that it goes.">
        {mayChange ? (
          <IconButton icon="refresh" label="Load again" onClick={list.reload} />
        ) : (
          <span className="small muted">{ADMIN_NEEDS}</span>
        )}
      </PageHead>
      {mayChange && (
        <div className="pbody">
          <OwnerCard owner={owner} onOwner={setOwner} onErase={setErasing} />
          <h2 className="h3">Receipts</h2>
          <div className={list.loading && list.data ? 'card tablec stale' : 'card tablec'} aria-busy={list.loading}>
            {list.error && (
              <div className="cardpad">
                <Failure error={list.error} what="Could not load receipts" retry={list.reload} />
              </div>
            )}
            {!list.data && !list.error && <SkeletonRows rows={3} label="Loading receipts" onRetry={list.reload} />}
            {shown.length > 0 && <ReceiptTable receipts={shown} rows={rows} addressOf={addressOf} />}
            {list.data?.length === 0 && (
              <EmptyState icon="check" title="Nobody was erased yet">
                Every erasure leaves a receipt here. It says what was erased and what is kept, and does not name the owner.
              </EmptyState>
            )}
          </div>
        </div>
      )}
      {erasing !== null && (
        <EraseDialog
          owner={erasing}
          onErased={(receipt) => {
            setErasing(null)
            setOwner('')
            toast('Erased')
            list.reload()
            go(addressOf(receipt.id))
          }}
          onClose={() => setErasing(null)}
        />
      )}
      {mayChange && open !== null && (
        <ReceiptDrawer id={open} known={shown.find((one) => one.id === open)} onClose={() => go(addressOf(null))} />
      )}
    </>
  )
}
