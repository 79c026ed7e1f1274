/** What endpoints and deliveries say of themselves. */
import type { StatusName } from '../../kit'
import type { Delivery, DeliveryAttempt, EndpointSummary, EventType, WebhookEndpoint } from '../api/types'
import { clockTime, day, duration } from '../lib/format'

export const EVERYTHING = '*'

export const STATUSES = [
  { value: 'pending', label: 'Pending' },
  { value: 'delivered', label: 'Received' },
  { value: 'failed', label: 'Given up' },
] as const

const TODAY_MS = 86_400_000

function moment(iso: string): string {
  return Date.now() - new Date(iso).getTime() < TODAY_MS ? clockTime(iso).slice(0, 5) : day(iso)
}

export function health(endpoint: WebhookEndpoint): { status: StatusName; text: string } {
  if (!endpoint.enabled) return { status: 'suspended', text: 'Switched off' }
  if (endpoint.failing_since) return { status: 'retrying', text: `Failing since ${moment(endpoint.failing_since)}` }
  return { status: 'active', text: 'Healthy' }
}

const OFF: Record<string, string> = { gone: 'Answered 410', failing: 'Failed for three days', by_hand: 'By hand' }

export function whyOff(endpoint: WebhookEndpoint): string {
  return OFF[endpoint.disabled_reason ?? ''] ?? ''
}

/** "Everything", "account.created", "3 kinds of event". */
export function heard(events: readonly string[]): string {
  if (events.includes(EVERYTHING)) return 'All events'
  return events.length <= 2 ? events.join(', ') : `${events.length} kinds of event`
}

export function today(summary: EndpointSummary | undefined): number {
  return (summary?.hours ?? []).reduce((sum, hour) => sum + hour.delivered + hour.pending + hour.failed, 0)
}

export function deliveryStatus(delivery: Delivery): { status: StatusName; text: string } {
  if (delivery.status === 'delivered') return { status: 'succeeded', text: 'Received' }
  if (delivery.status === 'failed') return { status: 'failed', text: 'Given up' }
  const tried = delivery.attempts.length
  if (delivery.due_at === null) return { status: 'waiting', text: 'Waits' }
  return tried === 0 ? { status: 'waiting', text: 'On its way' } : { status: 'retrying', text: `Retrying, ${tried} tried` }
}

/** "200, 84 ms", "302, a redirect", "No answer". */
export function answer(attempt: DeliveryAttempt | undefined): string {
  if (attempt === undefined) return ''
  if (attempt.status === null) return 'No answer'
  const redirect = attempt.status >= 300 && attempt.status < 400
  return `${attempt.status}, ${redirect ? 'a redirect' : duration(attempt.duration_ms)}`
}

export interface EventGroup {
  /** `account.*` */
  pattern: string
  name: string
  events: EventType[]
}

/** Events by the word before the first point. */
export function grouped(types: readonly EventType[]): EventGroup[] {
  const groups = new Map<string, EventType[]>()
  for (const type of types) {
    const [first = ''] = type.name.split('.')
    groups.set(first, [...(groups.get(first) ?? []), type])
  }
  return Array.from(groups, ([name, events]) => ({ name, events, pattern: `${name}.*` }))
}

/** The headers of an attempt; a signature is made for each and kept nowhere. */
export function headersOf(delivery: Delivery): string {
  const last = delivery.attempts.at(-1)
  const at = last ? Math.floor(new Date(last.started_at).getTime() / 1000) : null
  return [
    'content-type: application/json',
    `webhook-id: ${delivery.event_id}`,
    `webhook-timestamp: ${at ?? 'the moment of the attempt'}`,
    'webhook-signature: v1,… (made for each attempt, not kept)',
  ].join('\n')
}
