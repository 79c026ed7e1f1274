import { Status, Time } from '../../kit'
import type { AuditRecord } from '../api/types'
import { Link } from '../lib/router'
import type { Rows } from '../lib/rows'
import { faceName, outcomeStatus, outcomeWord, target, who } from './words'

interface Props {
  records: AuditRecord[]
  rows: Rows
  addressOf: (id: string) => string
}

function Row({ record, rows, addressOf }: { record: AuditRecord } & Pick<Props, 'rows' | 'addressOf'>) {
  return (
    <tr {...rows.rowProps(record.id)}>
      <td className="c-status">
        <Status of={outcomeStatus(record)}>{outcomeWord(record)}</Status>
        {record.reason && <div className="small muted why clip">{record.reason}</div>}
      </td>
      <td className="c-action">
        <Link className="plain" to={addressOf(record.id)} data-row-link>
          <code className="actionname">{record.event}</code>
        </Link>
      </td>
      <td className="c-account">
        <span className="mono small">{target(record) ?? <span className="faint">none</span>}</span>
      </td>
      <td className="c-caller muted">{[faceName(record.face), who(record)].join(', ')}</td>
      <td className="c-duration muted">{record.sequence.toLocaleString('en-GB')}</td>
      <td className="c-time muted nowrap">
        <Time at={record.time} />
      </td>
    </tr>
  )
}

export function AuditTable({ records, rows, addressOf }: Props) {
  return (
    <table className="resp runtable audittable">
      <caption className="sr">The record, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Outcome</th>
          <th scope="col">Event</th>
          <th scope="col">Acted on</th>
          <th scope="col">Who</th>
          <th scope="col">Record</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <Row key={record.id} record={record} rows={rows} addressOf={addressOf} />
        ))}
      </tbody>
    </table>
  )
}
