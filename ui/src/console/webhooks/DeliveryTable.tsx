import { Status, Time } from '../../kit'
import type { Delivery } from '../api/types'
import { Link } from '../lib/router'
import type { Rows } from '../lib/rows'
import { answer, deliveryStatus } from './words'

interface Props {
  deliveries: Delivery[]
  rows: Rows
  addressOf: (id: string) => string
}

export function DeliveryTable({ deliveries, rows, addressOf }: Props) {
  return (
    <table className="resp dlvtable">
      <caption className="sr">Deliveries, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Status</th>
          <th scope="col">Answer</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => {
          const { status, text } = deliveryStatus(delivery)
          return (
            <tr key={delivery.id} {...rows.rowProps(delivery.id)}>
              <td>
                <div className="acc">
                  <Link className="plain" to={addressOf(delivery.id)} data-row-link>
                    <span className="ev">{delivery.event}</span>
                  </Link>
                  {delivery.account_id && <span className="small muted mono trunc">{delivery.account_id}</span>}
                </div>
              </td>
              <td className="r">
                <Status of={status}>{text}</Status>
              </td>
              <td className="muted hide-s nowrap">{answer(delivery.attempts.at(-1))}</td>
              <td className="muted nowrap w">
                <Time at={delivery.created_at} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
