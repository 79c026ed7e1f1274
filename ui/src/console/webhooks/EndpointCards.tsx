import { Status } from '../../kit'
import type { EndpointSummary, WebhookEndpoint } from '../api/types'
import { Bar } from '../components/Bar'
import { count, day, plural } from '../lib/format'
import { health, heard, today, whyOff } from './words'

interface Props {
  endpoints: WebhookEndpoint[]
  summaries: Map<string, EndpointSummary>
  chosen: string | undefined
  onChoose: (id: string) => void
}

function Spark({ summary }: { summary: EndpointSummary | undefined }) {
  const hours = summary?.hours ?? []
  const most = Math.max(1, ...hours.map((hour) => hour.delivered + hour.pending + hour.failed))
  const all = today(summary)
  const lost = hours.reduce((sum, hour) => sum + hour.failed, 0)
  const told = all === 0 ? 'No deliveries in the last 24 hours' : `${plural(all, 'delivery', 'deliveries')} in the last 24 hours, ${lost} given up`
  return (
    <span className="spark">
      <span className="sr">{told}</span>
      {hours.map((hour, index) => {
        const sum = hour.delivered + hour.pending + hour.failed
        const length = sum === 0 ? 4 : 12 + (88 * sum) / most
        return <Bar key={index} className={hour.failed > 0 || hour.pending > hour.delivered ? 'sb bad' : 'sb'} length={length} />
      })}
    </span>
  )
}

function Card({ endpoint, summary, on, onChoose }: { endpoint: WebhookEndpoint; summary: EndpointSummary | undefined; on: boolean; onChoose: () => void }) {
  const { status, text } = health(endpoint)
  return (
    <button type="button" className={on ? 'card ep on' : 'card ep'} aria-pressed={on} onClick={onChoose}>
      <span className="m first">
        <Status of={status}>{text}</Status>
        <span className="faint small nowrap">
          {endpoint.enabled ? `${count(summary?.waiting ?? 0)} waiting` : whyOff(endpoint)}
        </span>
      </span>
      <span className="u trunc" title={endpoint.url}>
        {endpoint.url}
      </span>
      {endpoint.description && <span className="small muted trunc">{endpoint.description}</span>}
      <Spark summary={summary} />
      <span className="m">
        <span className="trunc">{heard(endpoint.events)}</span>
        <span className="nowrap">
          {!endpoint.enabled && endpoint.disabled_at ? `Off since ${day(endpoint.disabled_at)}` : `${count(today(summary))} in a day`}
        </span>
      </span>
    </button>
  )
}

/** One card for each endpoint; the chosen one's deliveries are below. */
export function EndpointCards({ endpoints, summaries, chosen, onChoose }: Props) {
  return (
    <div className="eps" role="group" aria-label="Endpoints">
      {endpoints.map((endpoint) => (
        <Card
          key={endpoint.id}
          endpoint={endpoint}
          summary={summaries.get(endpoint.id)}
          on={endpoint.id === chosen}
          onChoose={() => onChoose(endpoint.id)}
        />
      ))}
    </div>
  )
}
