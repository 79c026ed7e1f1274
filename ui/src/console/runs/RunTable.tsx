import { said, Status, Time } from '../../kit'
import type { Run } from '../api/types'
import { Bar } from '../components/Bar'
import { duration } from '../lib/format'
import { Link } from '../lib/router'
import type { Rows } from '../lib/rows'
import { caller, runStatus } from './words'

interface Props {
  runs: Run[]
  rows: Rows
}

function Row({ run, rows, longest }: { run: Run; rows: Rows; longest: number }) {
  const failed = run.linkwright?.error
  const name = run.action ?? run.path ?? 'Request'
  return (
    <tr {...rows.rowProps(run.request_id)}>
      <td className="c-status">
        <Status of={runStatus(run)} />
        {failed && <div className="small muted why clip">{said(failed.message)}</div>}
      </td>
      <td className="c-action">
        <Link className="plain" to={`/console/runs/${encodeURIComponent(run.request_id)}`} data-row-link>
          <code className="actionname">{name}</code>
        </Link>
      </td>
      <td className="c-account">
        {run.account_id ? (
          <Link to={`/console/accounts/${encodeURIComponent(run.account_id)}`}>
            {run.linkwright?.owner_name ?? run.account_id}
          </Link>
        ) : (
          <span className="faint">none</span>
        )}
      </td>
      <td className="c-caller muted">{caller(run)}</td>
      <td className="c-duration">
        <span className="muted">{duration(run.duration)}</span>
        <Bar
          className={run.success === false ? 'durbar bad' : 'durbar'}
          length={(100 * (run.duration ?? 0)) / Math.max(1, longest)}
        />
      </td>
      <td className="c-time muted nowrap">
        <Time at={run.start_time ?? run.event_datetime} />
      </td>
    </tr>
  )
}

export function RunTable({ runs, rows }: Props) {
  const longest = Math.max(0, ...runs.map((run) => run.duration ?? 0))
  return (
    <table className="resp runtable">
      <caption className="sr">Runs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Action</th>
          <th scope="col">Account</th>
          <th scope="col">Caller</th>
          <th scope="col">Duration</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.request_id} run={run} rows={rows} longest={longest} />
        ))}
      </tbody>
    </table>
  )
}
