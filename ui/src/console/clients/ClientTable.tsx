import { Button, Tag, Time } from '../../kit'
import type { McpClient } from '../api/types'
import { day, plural } from '../lib/format'
import { Link } from '../lib/router'
import { EXTENTS } from './words'

interface Props {
  clients: McpClient[]
  mayChange: boolean
  onEnd: (client: McpClient) => void
}

function Accounts({ ids }: { ids: string[] }) {
  const [only] = ids
  if (ids.length !== 1 || only === undefined) return <>{plural(ids.length, 'account')}</>
  return (
    <Link to={`/console/accounts/${encodeURIComponent(only)}`}>
      <code className="small">{only}</code>
    </Link>
  )
}

function Row({ client, mayChange, onEnd }: { client: McpClient } & Omit<Props, 'clients'>) {
  const from = client.verified ? new URL(client.client_id).host : client.redirect_host
  return (
    <tr>
      <td>
        <div className="acc">
          <b>{client.client_name}</b>
          <span className="small faint">
            {from} {client.verified ? <Tag tone="ok">verified</Tag> : <Tag>not verified</Tag>}
          </span>
        </div>
      </td>
      <td className="wide-s muted">
        <div>{EXTENTS[client.extent]}</div>
        <div className="small">
          <Accounts ids={client.account_ids} />
        </div>
      </td>
      <td className="wide-s muted">
        <span className="only-s-inline">Let in by </span>
        {client.member_name}
      </td>
      <td className="wide-s muted nowrap">
        <span className="only-s-inline">Last used </span>
        {client.last_used_at ? <Time at={client.last_used_at} /> : 'never'}
      </td>
      <td className="wide-s muted nowrap">
        <span className="only-s-inline">Ends </span>
        {day(client.expires_at)}
      </td>
      <td className="num actc-b">
        {mayChange && (
          <Button size="sm" variant="danger" aria-label={`Shut out ${client.client_name}…`} onClick={() => onEnd(client)}>
            Shut out…
          </Button>
        )}
      </td>
    </tr>
  )
}

export function ClientTable({ clients, ...props }: Props) {
  return (
    <table className="resp keytable">
      <caption className="sr">Connected clients</caption>
      <thead>
        <tr>
          <th scope="col">Client</th>
          <th scope="col">May do</th>
          <th scope="col">Let in by</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {clients.map((client) => (
          <Row key={client.id} client={client} {...props} />
        ))}
      </tbody>
    </table>
  )
}
