import { useEffect, useState } from 'react'
import { Button, EmptyState, SkeletonRows } from '../../kit'
import { webhooks } from '../api/calls'
import type { WebhookEndpoint } from '../api/types'
import { Failure } from '../components/Failure'
import { FilterChip } from '../components/FilterChip'
import { useKeys } from '../lib/keys'
import { useLoad } from '../lib/load'
import { setQuery, usePlace } from '../lib/router'
import { useRows } from '../lib/rows'
import { useSession } from '../session/context'
import { DeliveryPanel } from './DeliveryPanel'
import { DeliveryTable } from './DeliveryTable'
import { STATUSES } from './words'

interface Props {
  endpoint: WebhookEndpoint
  /** Rises when something was sent. */
  turn: number
  onAskRange: () => void
  onChanged: () => void
}

type State = 'pending' | 'delivered' | 'failed'
const POLL_MS = 2000
const OURS = /^(account|run|webhook)\.|^test$/

function one(value: string): string[] {
  return value === '' ? [] : [value]
}

export function Deliveries({ endpoint, turn, onAskRange, onChanged }: Props) {
  const { api, mayChange } = useSession()
  const { query } = usePlace()
  const [status, event, open] = [query.get('status') ?? '', query.get('event') ?? '', query.get('delivery')]
  const [cursors, setCursors] = useState<string[]>([])
  const [again, setAgain] = useState(0)
  const cursor = cursors.at(-1) ?? null
  const types = useLoad('event-types', (signal) => webhooks.eventTypes(api, signal))
  const list = useLoad(`${endpoint.id} ${status} ${event} ${cursor ?? ''}`, (signal) =>
    webhooks.deliveries(api, endpoint.id, { status: (status || null) as State | null, event: event || null, next: cursor, page_size: 15 }, signal),
  )
  const deliveries = list.data?.data ?? []
  const moving = cursors.length === 0 && endpoint.enabled && deliveries.some((each) => each.status === 'pending')
  const { reload } = list

  useEffect(() => setCursors([]), [endpoint.id, status, event])
  useEffect(() => {
    if (turn > 0) reload()
  }, [turn, reload])
  useEffect(() => {
    if (!moving) return
    // What is on its way changes by itself; the rest does not.
    const timer = window.setInterval(() => {
      reload()
      setAgain((old) => old + 1)
    }, POLL_MS)
    return () => window.clearInterval(timer)
  }, [moving, reload])

  const addressOf = (id: string) => {
    const next = new URLSearchParams(query)
    next.set('delivery', id)
    return `/console/webhooks/${encodeURIComponent(endpoint.id)}?${next}`
  }
  const close = () => setQuery({ delivery: null })
  const rows = useRows({ ids: deliveries.map((each) => each.id), held: open, onMove: (id) => open && setQuery({ delivery: id }) })
  useKeys(open ? { Escape: close } : {})
  // All of ours; of a provider's dozens only those that are here.
  const present = new Set([event, ...deliveries.map((each) => each.event)])
  const eventOptions = (types.data ?? [])
    .filter((type) => OURS.test(type.name) || present.has(type.name))
    .map((type) => ({ value: type.name, label: type.name }))
  const filtered = status !== '' || event !== ''

  return (
    <div className={open ? 'whcols open' : 'whcols'}>
      <section className="card tablec" aria-labelledby="dl" aria-busy={list.loading && !list.data}>
        <div className="hd dlh">
          <h2 id="dl" className="h3">
            Deliveries
          </h2>
          <span className="grow" />
          <FilterChip name="Status" options={STATUSES} chosen={one(status)} onChange={([value = '']) => setQuery({ status: value })} />
          <FilterChip
            name="Event"
            options={eventOptions}
            chosen={one(event)}
            onChange={([value = '']) => setQuery({ event: value })}
          />
          {mayChange && (
            <Button size="sm" off={!endpoint.enabled} onClick={onAskRange}>
              Redeliver a range…
            </Button>
          )}
        </div>
        {list.error && (
          <div className="cardpad">
            <Failure error={list.error} what="Could not load deliveries" retry={list.reload} />
          </div>
        )}
        {!list.data && !list.error && <SkeletonRows rows={6} label="Loading deliveries" onRetry={list.reload} />}
        {deliveries.length > 0 && <DeliveryTable deliveries={deliveries} rows={rows} addressOf={addressOf} />}
        {list.data && deliveries.length === 0 && (
          <EmptyState
            icon={filtered ? 'filter' : 'send'}
            title={filtered ? 'Nothing matches these filters' : 'Nothing was sent yet'}
            actions={filtered && <Button onClick={() => setQuery({ status: null, event: null })}>Clear filters</Button>}
          >
            {filtered ? 'Deliveries are kept as long as runs are.' : 'Send a test event to see whether your receiver can be reached.'}
          </EmptyState>
        )}
        {(cursors.length > 0 || list.data?.next) && (
          <nav className="pager" aria-label="Pages">
            <span>Kept as long as runs are</span>
            <span className="row">
              <Button size="sm" off={cursors.length === 0} onClick={() => setCursors((old) => old.slice(0, -1))}>
                Newer
              </Button>
              <Button
                size="sm"
                off={!list.data?.next}
                onClick={() => list.data?.next && setCursors((old) => [...old, list.data?.next ?? ''])}
              >
                Older
              </Button>
            </span>
          </nav>
        )}
      </section>
      {open && (
        <DeliveryPanel
          key={open}
          endpoint={endpoint}
          id={open}
          turn={turn + again}
          onClose={close}
          onChanged={() => {
            list.reload()
            onChanged()
          }}
        />
      )}
    </div>
  )
}
