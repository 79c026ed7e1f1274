import { Bones, Button, EmptyState, IconButton, Segment, Select, Skeleton, Time } from '../../kit'
import { usage } from '../api/calls'
import type { components } from '../api/openapi'
import { Bar } from '../components/Bar'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useConnectors } from '../lib/catalogue'
import { count, duration, limit, plural, shortTime, words } from '../lib/format'
import { useLoad } from '../lib/load'
import { go, Link, setQuery, usePlace } from '../lib/router'
import { SOURCES } from '../runs/words'
import { useSession } from '../session/context'
import { Chart } from './Chart'
import { dayName, pointName } from './scale'

type Usage = components['schemas']['Usage']
type Group = components['schemas']['Group']
type By = Usage['by']
type Range = '1' | '7' | '30'

const RANGES: readonly { value: Range; label: string; interval: Usage['interval'] }[] = [
  { value: '1', label: '24 hours', interval: 'hour' },
  { value: '7', label: '7 days', interval: 'hour' },
  { value: '30', label: '30 days', interval: 'day' },
]
const BYS: readonly { value: By; label: string; filter: string }[] = [
  { value: 'account', label: 'Account', filter: 'account' },
  { value: 'key', label: 'Caller', filter: 'caller' },
  { value: 'provider', label: 'Connector', filter: 'provider' },
  { value: 'action', label: 'Action', filter: 'action' },
  { value: 'source', label: 'Way in', filter: 'source' },
]
const DAY_MS = 86_400_000

function share(errors: number, runs: number): string {
  if (runs === 0) return 'none'
  const part = (100 * errors) / runs
  return part > 0 && part < 0.1 ? '< 0.1 %' : `${Number(part.toFixed(1))} %`
}

function useUsage(range: Range, by: By) {
  const { api } = useSession()
  const { interval } = RANGES.find((one) => one.value === range)!
  return useLoad(`${range} ${by}`, (signal) =>
    usage.get(api, { interval, by, start_date: new Date(Date.now() - Number(range) * DAY_MS).toISOString() }, signal),
  )
}

function Totals({ total }: { total: Usage['total'] }) {
  const figures: [string, string][] = [
    [count(total.runs), total.runs === 1 ? 'run' : 'runs'],
    [share(total.errors, total.runs), total.runs === 0 ? 'of runs failed' : `failed, ${count(total.errors)} in all`],
    [total.p95_ms === null ? 'none' : duration(total.p95_ms), `p95; half took ${total.p50_ms === null ? 'none' : duration(total.p50_ms)}`],
    [total.own_mean_ms === null ? 'none' : duration(total.own_mean_ms), 'Linkwright’s part, on average'],
  ]
  return (
    <div className="card kpi">
      {figures.map(([value, name]) => (
        <div key={name}>
          <b>{value}</b>
          <span>{name}</span>
        </div>
      ))}
    </div>
  )
}

function Charts({ data }: { data: Usage }) {
  const long = data.series.length > 24
  const labels = data.series.map((point) => ({
    short: long && data.interval === 'hour' ? dayName(point.start) : pointName(point.start, data.interval, false),
    long: pointName(point.start, data.interval, true),
    // Of many hours, those in which a day begins for the reader.
    tick: !long || data.interval === 'day' || new Date(point.start).getHours() === 0,
  }))
  const most = data.series.reduce((best, point) => (point.runs > best.runs ? point : best), data.series[0]!)
  const when = `the busiest ${data.interval} was ${pointName(most.start, data.interval, true)} with ${count(most.runs)}`
  const rows = data.series
  return (
    <>
      <Chart
        title="Calls and errors"
        says={`${plural(data.total.runs, 'call')}, ${count(data.total.errors)} of them failed; ${when}.`}
        kind="bars"
        labels={labels}
        format={(value) => count(Math.round(value * 10) / 10)}
        series={[
          { name: 'Calls', look: 'calls', values: rows.map((point) => point.runs) },
          { name: 'Errors', look: 'errors', values: rows.map((point) => point.errors) },
        ]}
      />
      <Chart
        title="Latency"
        says={`Half of the calls took at most ${duration(data.total.p50_ms)}, 95 in 100 at most ${duration(data.total.p95_ms)}.`}
        kind="lines"
        labels={labels}
        format={(value) => (value === 0 ? '0' : duration(value))}
        series={[
          { name: 'p95', look: 'dash', values: rows.map((point) => point.p95_ms ?? null) },
          { name: 'p50', look: 'line', values: rows.map((point) => point.p50_ms ?? null) },
        ]}
      />
    </>
  )
}

function GroupName({ group, by }: { group: Group; by: By }) {
  const { nameOf } = useConnectors()
  if (group.key === null) return <span className="faint">none</span>
  const name =
    by === 'provider' ? nameOf(group.key) : by === 'source' ? (SOURCES[group.key] ?? words(group.key)) : (group.name ?? group.key)
  const { filter } = BYS.find((one) => one.value === by)!
  return (
    <Link className="plain" to={`/console/runs?${filter}=${encodeURIComponent(group.key)}`}>
      {by === 'action' ? <code className="actionname">{name}</code> : name}
    </Link>
  )
}

function Groups({ data }: { data: Usage }) {
  const most = Math.max(1, ...data.groups.map((group) => group.runs))
  const label = BYS.find((one) => one.value === data.by)!.label
  return (
    <section className="card tablec" aria-labelledby="byh">
      <div className="hd">
        <h2 id="byh" className="h3">
          By {label.toLowerCase()}
        </h2>
        {data.more_groups && <span className="small faint">the {data.groups.length} busiest</span>}
        <Select
          label={<span className="sr">Count by</span>}
          className="bysel end"
          options={BYS}
          value={data.by}
          onChange={(event) => setQuery({ by: event.target.value })}
        />
      </div>
      <table className="groups">
        <thead>
          <tr>
            <th scope="col">{label}</th>
            <th scope="col" className="num">
              Runs
            </th>
            <th scope="col" className="num">
              Failed
            </th>
            <th scope="col" className="num">
              p50
            </th>
            <th scope="col" className="num">
              p95
            </th>
          </tr>
        </thead>
        <tbody>
          {data.groups.map((group) => (
            <tr key={group.key ?? ''}>
              <td>
                <GroupName group={group} by={data.by} />
                <Bar className="durbar" length={(100 * group.runs) / most} />
              </td>
              <td className="num" data-label="Runs">
                {count(group.runs)}
              </td>
              <td className="num" data-label="Failed">
                {group.errors === 0 ? <span className="faint">0</span> : <>
                    {count(group.errors)} <span className="only-l">({share(group.errors, group.runs)})</span>
                  </>}
              </td>
              <td className="num" data-label="p50">
                {duration(group.p50_ms)}
              </td>
              <td className="num" data-label="p95">
                {duration(group.p95_ms)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Budgets({ data }: { data: Usage }) {
  const { nameOf } = useConnectors()
  if (data.budgets.length === 0) return null
  return (
    <section className="card" aria-labelledby="budh">
      <div className="hd">
        <h2 id="budh" className="h3">
          Left at the provider
        </h2>
        <span className="small faint">as its answer to the latest call said</span>
      </div>
      <ul className="budgets">
        {data.budgets.map((budget) => (
          <li key={budget.account_id}>
            <div>
              <Link to={`/console/accounts/${encodeURIComponent(budget.account_id)}`}>{budget.owner_name}</Link>
              <div className="small muted">
                {nameOf(budget.provider)}, <Time at={budget.told_at} />
              </div>
            </div>
            <div className="meters">
              {budget.limits.map((one) => (
                <div key={one.name}>
                  <div className="row between small">
                    <span>{words(one.name)}</span>
                    <span className="muted">
                      {count(one.remaining)}
                      {one.limit === null ? '' : ` of ${limit(one.limit)}`} left
                    </span>
                  </div>
                  {one.limit !== null && one.limit > 0 && (
                    <div className="meter">
                      <Bar className={one.remaining / one.limit < 0.1 ? 'fill low' : 'fill'} length={(100 * one.remaining) / one.limit} />
                    </div>
                  )}
                  {one.resets_at !== null && new Date(one.resets_at) > new Date() && (
                    <div className="small faint">Refills by {shortTime(one.resets_at)}</div>
                  )}
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Waiting() {
  return (
    <Skeleton label="Counting">
      <Bones className="card cardpad stack roomy" lines={4} />
    </Skeleton>
  )
}

export function UsagePage() {
  const { query } = usePlace()
  const range = RANGES.find((one) => one.value === query.get('range'))?.value ?? '7'
  const by = BYS.find((one) => one.value === query.get('by'))?.value ?? 'account'
  const { data, error, loading, reload } = useUsage(range, by)
  return (
    <>
      <PageHead title="Usage">
        <Segment<Range> label="Range" options={RANGES} value={range} onChange={(value) => setQuery({ range: value })} />
        <IconButton icon="refresh" label="Load again" onClick={reload} />
      </PageHead>
      <div className="pbody stack roomy" aria-busy={loading}>
        <Failure error={error} what="Could not count the runs" retry={reload} />
        {!data && !error && <Waiting />}
        {data && data.total.runs === 0 && (
          <section className="card">
            <EmptyState icon="bars" title="Nothing ran in this time" actions={<Button onClick={() => go('/console/tester')}>Try an action</Button>}>
              Calls, errors and how long they took show here once actions run. Runs are counted for as long as they are kept.
            </EmptyState>
          </section>
        )}
        {data && data.total.runs > 0 && (
          <>
            <Totals total={data.total} />
            <Charts data={data} />
            <Groups data={data} />
          </>
        )}
        {data && <Budgets data={data} />}
        {data?.interval === 'day' && <p className="small faint">Days are days of UTC.</p>}
      </div>
    </>
  )
}
