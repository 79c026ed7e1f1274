import { useState } from 'react'
import { Button, CopyId, Icon, IconButton, Segment, SkeletonRows, Time, useToast } from '../../kit'
import { webhooks } from '../api/calls'
import type { Delivery, DeliveryAttempt, WebhookEndpoint } from '../api/types'
import { Code } from '../components/Code'
import { Failure } from '../components/Failure'
import { clockTime, duration } from '../lib/format'
import { useDeed, useLoad } from '../lib/load'
import { Link } from '../lib/router'
import { useSession } from '../session/context'
import { headersOf } from './words'

interface Props {
  endpoint: WebhookEndpoint
  id: string
  /** Rises when the list was loaded anew. */
  turn: number
  onChanged: () => void
  onClose: () => void
}

type Part = 'body' | 'headers' | 'answer'
const PARTS = [
  { value: 'body', label: 'Body' },
  { value: 'headers', label: 'Headers' },
  { value: 'answer', label: 'Answer' },
] as const

function Tried({ attempt }: { attempt: DeliveryAttempt }) {
  const good = attempt.error === null
  return (
    <li>
      <Icon name={good ? 'check' : 'close'} className={good ? 'good' : 'bad'} />
      <span>{attempt.status === null ? 'No answer' : `Answered ${attempt.status}`}</span>
      <span className="muted small nowrap">
        <time dateTime={attempt.started_at}>{clockTime(attempt.started_at)}</time>, {duration(attempt.duration_ms)}
      </span>
      {attempt.error && <span className="d">{attempt.error}</span>}
    </li>
  )
}

function Next({ delivery, endpoint }: { delivery: Delivery; endpoint: WebhookEndpoint }) {
  if (delivery.status !== 'pending') return null
  const why = endpoint.enabled ? 'Waits for an earlier event of its account' : 'Waits until the endpoint is switched on'
  return (
    <li>
      <Icon name="clock" className="next" />
      <span className="next">{delivery.due_at ? `Attempt ${delivery.attempts.length + 1}, by itself` : why}</span>
      <span className="muted small nowrap">{delivery.due_at && <Time at={delivery.due_at} />}</span>
    </li>
  )
}

function Content({ delivery }: { delivery: Delivery }) {
  const [part, setPart] = useState<Part>('body')
  const texts: Record<Part, string> = {
    body: typeof delivery.body === 'string' ? delivery.body : JSON.stringify(delivery.body, null, 2),
    headers: headersOf(delivery),
    answer: delivery.attempts.at(-1)?.response || (delivery.attempts.length === 0 ? 'Not sent yet.' : 'Empty.'),
  }
  return (
    <div className="stack">
      <Segment label="Content" options={PARTS} value={part} onChange={setPart} />
      <Code text={texts[part]} copyLabel={`Copy ${part}`} wrap />
    </div>
  )
}

/** One delivery: its attempts, the latest first, and what was sent and answered. */
export function DeliveryPanel({ endpoint, id, turn, onChanged, onClose }: Props) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const load = useLoad(`delivery ${endpoint.id} ${id} ${turn}`, (signal) => webhooks.delivery(api, endpoint.id, id, signal))
  const again = useDeed(() => webhooks.redeliver(api, endpoint.id, id))
  const delivery = load.data?.id === id ? load.data : undefined

  async function redeliver() {
    if (!(await again.run())) return
    toast('On its way again')
    load.reload()
    onChanged()
  }

  return (
    <aside className="card dlv" aria-label="Delivery" aria-busy={load.loading && !delivery}>
      <div className="hd">
        <h2 className="ev trunc">{delivery?.event ?? 'Delivery'}</h2>
        <span className="grow" />
        {mayChange && delivery && (
          <Button size="sm" icon="refresh" off={!endpoint.enabled} busy={again.busy && 'Sending'} onClick={() => void redeliver()}>
            Redeliver
          </Button>
        )}
        <IconButton icon="close" label="Close delivery" keys="Esc" onClick={onClose} />
      </div>
      <div className="bd stack roomy">
        <Failure error={load.error} what="Could not load this delivery" retry={load.reload} />
        <Failure error={again.error} />
        {!delivery && !load.error && <SkeletonRows rows={4} label="Loading the delivery" onRetry={load.reload} />}
        {delivery && (
          <>
            <dl className="facts">
              <dt>Event id</dt>
              <dd>
                <CopyId id={delivery.event_id} />
              </dd>
              <dt>Delivery</dt>
              <dd>
                <CopyId id={delivery.id} />
              </dd>
              {delivery.account_id && (
                <>
                  <dt>Account</dt>
                  <dd>
                    <Link to={`/console/accounts/${encodeURIComponent(delivery.account_id)}`}>{delivery.account_id}</Link>
                  </dd>
                </>
              )}
            </dl>
            <div className="stack">
              <h3>Attempts</h3>
              <ol className="att">
                <Next delivery={delivery} endpoint={endpoint} />
                {delivery.attempts.toReversed().map((attempt) => (
                  <Tried key={attempt.started_at} attempt={attempt} />
                ))}
              </ol>
            </div>
            <Content delivery={delivery} />
            <p className="hint">
              The receiver sees the same id on every attempt. Repeats can be told apart from new events by it. What looks like a secret is
              left out here.
            </p>
          </>
        )}
      </div>
    </aside>
  )
}
