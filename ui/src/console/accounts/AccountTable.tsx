import { CopyId, said, Status, TestTag, Tile, Time } from '../../kit'
import type { Account } from '../api/types'
import { Link } from '../lib/router'
import type { Rows } from '../lib/rows'
import { type Asked, RowMenu } from './RowMenu'
import { connectorName, reason, way } from './words'

interface Props {
  accounts: Account[]
  logos: Map<string, string>
  rows: Rows
  mayChange: boolean
  addressOf: (id: string) => string
  onAsk: (what: Asked, account: Account) => void
  onCopy: (id: string) => void
}

function StatusCell({ account }: { account: Account }) {
  const why = reason(account)
  return (
    <>
      <Status of={account.status} />
      {why && <div className="small muted why clip">{said(why)}</div>}
    </>
  )
}

function Row({ account, ...props }: Omit<Props, 'accounts'> & { account: Account }) {
  const connector = connectorName(account)
  const logo = props.logos.get(account.provider)
  const by = way(account)
  const test = account.type === 'test'
  const brief = [connector, by, test ? 'test' : ''].filter(Boolean).join(', ')
  return (
    <tr {...props.rows.rowProps(account.id)}>
      <td>
        <div className="acc">
          <Link className="plain" to={props.addressOf(account.id)} data-row-link>
            <b>{account.origin_owner_name}</b>
          </Link>
          <span className="only-s small muted tileline">
            <Tile name={connector} src={logo} size="s" />
            {brief}
          </span>
          <CopyId id={account.id} />
        </div>
      </td>
      <td className="hide-s">
        <span className="row">
          <Tile name={connector} src={logo} />
          <span className="acc">
            <span>{connector}</span>
            {by && <span className="small faint nowrap">{by}</span>}
          </span>
        </span>
      </td>
      <td className="hide-s">{test ? <TestTag /> : <span className="muted">Production</span>}</td>
      <td className="hide-s hide-m muted">{account.linkwright?.profile?.name ?? <span className="faint">none</span>}</td>
      <td className="r">
        <StatusCell account={account} />
      </td>
      <td className="hide-s muted nowrap">
        <Time at={account.created_at} />
      </td>
      <td className="num actc">
        <RowMenu account={account} mayChange={props.mayChange} onAsk={props.onAsk} onCopy={props.onCopy} />
      </td>
    </tr>
  )
}

export function AccountTable({ accounts, ...props }: Props) {
  return (
    <table className="resp acctable">
      <caption className="sr">Linked accounts</caption>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Connector</th>
          <th scope="col">Type</th>
          <th scope="col" className="hide-m">
            Profile
          </th>
          <th scope="col">Status</th>
          <th scope="col">Connected</th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <Row key={account.id} account={account} {...props} />
        ))}
      </tbody>
    </table>
  )
}
