import { useState } from 'react'
import { Button, Dialog, Select, useToast } from '../../kit'
import { webhooks } from '../api/calls'
import type { NewWebhookEndpoint, WebhookEndpoint } from '../api/types'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed, useLoad } from '../lib/load'
import { useSession } from '../session/context'

export type Asked = 'edit' | 'rotate' | 'delete' | 'range'

interface Props {
  endpoint: WebhookEndpoint
  onClose: () => void
}

const OVERLAPS = [
  { value: '86400', label: 'A day' },
  { value: '604800', label: 'A week' },
  { value: '3600', label: 'An hour' },
  { value: '0', label: 'Not at all' },
]

export function RotateDialog({ endpoint, onMade, onClose }: Props & { onMade: (made: NewWebhookEndpoint) => void }) {
  const { api } = useSession()
  const [overlap, setOverlap] = useState('86400')
  const deed = useDeed(async () => onMade(await webhooks.rotate(api, endpoint.id, Number(overlap))))
  return (
    <Dialog
      open
      title="Rotate the signing secret"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={deed.busy && 'Making'} onClick={() => void deed.run()}>
            Make a new secret
          </Button>
        </>
      }
    >
      <p className="muted">Posts are signed with both secrets for a while, so that your receiver can change over without losing any.</p>
      <Select
        label="How long the old one signs on"
        data-first
        options={OVERLAPS}
        value={overlap}
        onChange={(event) => setOverlap(event.target.value)}
      />
      {overlap === '0' && <p className="msg warn">Your receiver refuses posts until it has the new secret.</p>}
      <Failure error={deed.error} />
    </Dialog>
  )
}

export function DeleteDialog({ endpoint, onDeleted, onClose }: Props & { onDeleted: () => void }) {
  const { api } = useSession()
  const toast = useToast()
  const deed = useDeed(() => webhooks.remove(api, endpoint.id))
  async function remove() {
    if (!(await deed.run())) return
    toast('Endpoint deleted')
    onDeleted()
  }
  return (
    <Dialog
      open
      alert
      title="Delete this endpoint?"
      onClose={onClose}
      footer={
        <>
          <Button data-first onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger-solid" busy={deed.busy && 'Deleting'} onClick={() => void remove()}>
            Delete endpoint
          </Button>
        </>
      }
    >
      <p className="muted wraps">
        <code>{endpoint.url}</code> gets nothing any more. Its secret, its log and what waits for it are deleted with it. This cannot be
        undone; to stop it for a while, switch it off.
      </p>
      <Failure error={deed.error} />
    </Dialog>
  )
}

const HOUR_MS = 3_600_000
const SPANS = [
  { value: '1', label: 'The last hour' },
  { value: '24', label: 'The last day' },
  { value: '72', label: 'The last 3 days' },
  { value: '168', label: 'The last week' },
  { value: '720', label: 'The last 30 days' },
]
const WHICH = [
  { value: 'failed', label: 'Given up' },
  { value: 'delivered', label: 'Received' },
  { value: 'all', label: 'Given up or received' },
]
type Which = 'failed' | 'delivered' | 'all'

export function RangeDialog({ endpoint, onDone, onClose }: Props & { onDone: () => void }) {
  const { api } = useSession()
  const toast = useToast()
  const [now] = useState(() => Date.now())
  const [hours, setHours] = useState('24')
  const [status, setStatus] = useState<Which>('failed')
  const range = { since: new Date(now - Number(hours) * HOUR_MS).toISOString(), status, preview: false }
  const found = useLoad(`range ${hours} ${status}`, () => webhooks.redeliverRange(api, endpoint.id, { ...range, preview: true }))
  const deed = useDeed(async () => {
    const { count } = await webhooks.redeliverRange(api, endpoint.id, range)
    toast(`${plural(count, 'delivery', 'deliveries')} on the way again`)
    onDone()
  })
  const count = found.loading ? undefined : found.data?.count
  return (
    <Dialog
      open
      title="Redeliver a range"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" off={!count} busy={deed.busy && 'Sending'} onClick={() => void deed.run()}>
            {count ? `Redeliver ${plural(count, 'event')}` : 'Redeliver'}
          </Button>
        </>
      }
    >
      <div className="g2">
        <Select label="From" data-first options={SPANS} value={hours} onChange={(event) => setHours(event.target.value)} />
        <Select label="Which" options={WHICH} value={status} onChange={(event) => setStatus(event.target.value as Which)} />
      </div>
      <p className="muted" aria-live="polite">
        {count === 0 && 'There are none.'}
        {count !== undefined && count > 0 && `${plural(count, 'event')} will be sent again, each with the id it had.`}
        {count === undefined && !found.error && 'Counting…'}
      </p>
      <Failure error={found.error ?? deed.error} />
    </Dialog>
  )
}
