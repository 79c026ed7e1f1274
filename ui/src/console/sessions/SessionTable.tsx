import { Button, CopyId, Status, type StatusName, TestTag, Tile, Time } from '../../kit'
import type { ListedSession } from '../api/types'
import { shortTime } from '../lib/format'
import { Link } from '../lib/router'

interface Props {
  sessions: ListedSession[]
  logos: Map<string, string>
  nameOf: (key: string | null) => string
  mayChange: boolean
  onRevoke: (session: ListedSession) => void
}

const SHAPES: Record<ListedSession['linkwright']['state'], [StatusName, string]> = {
  open: ['waiting', 'Open'],
  used: ['succeeded', 'Used'],
  expired: ['expired', 'Expired'],
  revoked: ['failed', 'Revoked'],
}

function State({ session }: { session: ListedSession }) {
  const { state, expires_at, used_at, revoked_at, linked_account_id } = session.linkwright
  const [shape, word] = SHAPES[state]
  return (
    <>
      <Status of={shape}>{word}</Status>
      <div className="small muted nowrap">
        {state === 'open' && `until ${shortTime(expires_at)}`}
        {state === 'expired' && `since ${shortTime(expires_at)}`}
        {state === 'revoked' && revoked_at && <Time at={revoked_at} />}
        {state === 'used' && used_at && <Time at={used_at} />}
        {linked_account_id && (
          <>
            {', '}
            <Link to={`/console/accounts/${linked_account_id}`}>account</Link>
          </>
        )}
      </div>
    </>
  )
}

function Maker({ session }: { session: ListedSession }) {
  const { kind, name, id } = session.linkwright.created_by
  return (
    <span className="acc">
      <span className="clip nowrap">{name ?? id}</span>
      <span className="small faint">{kind === 'key' ? 'API key' : 'Member'}</span>
    </span>
  )
}

function Row({ session, logos, nameOf, mayChange, onRevoke }: { session: ListedSession } & Omit<Props, 'sessions'>) {
  const { provider, multiple, type, label } = session
  return (
    <tr>
      <td>
        <div className="acc">
          <b className="clip">{session.origin_owner_name}</b>
          {label && <span className="small muted clip">{label}</span>}
          <CopyId id={session.linkwright.id} />
        </div>
      </td>
      <td className="wide-s">
        <span className="row">
          {provider && <Tile name={nameOf(provider)} src={logos.get(provider)} />}
          <span className="acc">
            <span>{provider ? nameOf(provider) : 'Any connector'}</span>
            {multiple && <span className="small faint">Several accounts</span>}
          </span>
          {type === 'test' && <TestTag />}
        </span>
      </td>
      <td className="wide-s nowrap">
        <Maker session={session} />
      </td>
      <td className="wide-s muted nowrap">
        <Time at={session.created_at} />
      </td>
      <td className="wide-s">
        <State session={session} />
      </td>
      <td className="num actc-b">
        {mayChange && session.linkwright.state === 'open' && (
          <Button size="sm" variant="danger" aria-label={`Revoke the session of ${session.origin_owner_name}…`} onClick={() => onRevoke(session)}>
            Revoke…
          </Button>
        )}
      </td>
    </tr>
  )
}

export function SessionTable({ sessions, ...props }: Props) {
  return (
    <table className="resp keytable">
      <caption className="sr">Connect sessions</caption>
      <thead>
        <tr>
          <th scope="col">Owner</th>
          <th scope="col">Connector</th>
          <th scope="col">Made by</th>
          <th scope="col">Made</th>
          <th scope="col">State</th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <Row key={session.linkwright.id} session={session} {...props} />
        ))}
      </tbody>
    </table>
  )
}
