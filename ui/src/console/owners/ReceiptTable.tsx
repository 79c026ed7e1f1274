import { Status, Time } from '../../kit'
import type { ErasureReceipt } from '../api/types'
import { plural } from '../lib/format'
import { Link } from '../lib/router'
import type { Rows } from '../lib/rows'
import { total } from './words'

interface Props {
  receipts: ErasureReceipt[]
  rows: Rows
  addressOf: (id: string) => string
}

export function ReceiptTable({ receipts, rows, addressOf }: Props) {
  return (
    <table className="resp runtable ownertable">
      <caption className="sr">Receipts of erasures, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Receipt</th>
          <th scope="col">State</th>
          <th scope="col">Accounts</th>
          <th scope="col">Rows erased</th>
          <th scope="col">Asked by</th>
          <th scope="col">Asked</th>
        </tr>
      </thead>
      <tbody>
        {receipts.map((one) => (
          <tr key={one.id} {...rows.rowProps(one.id)}>
            <td className="c-action">
              <Link className="plain" to={addressOf(one.id)} data-row-link>
                <code className="actionname">{one.id}</code>
              </Link>
            </td>
            <td className="c-status">
              <Status of={one.state === 'done' ? 'succeeded' : 'running'}>{one.state === 'done' ? 'Erased' : 'Under way'}</Status>
            </td>
            <td className="c-account muted">{plural(one.accounts.length, 'account')}</td>
            <td className="c-duration muted">
              {total(one).toLocaleString('en-GB')}
              <span className="only-s-inline"> rows</span>
            </td>
            <td className="c-caller muted">{one.asked_by_name || one.asked_by}</td>
            <td className="c-time muted nowrap">
              <Time at={one.asked_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
