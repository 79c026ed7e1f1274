import { Button, Status, Tag, Time } from '../../kit'
import type { ApiKey } from '../api/types'
import { day, plural } from '../lib/format'
import { presetOf } from './scopes'

interface Props {
  keys: ApiKey[]
  mayChange: boolean
  onRevoke: (key: ApiKey) => void
}

function Ends({ at }: { at: string | null }) {
  if (at === null) return <span className="muted">never</span>
  if (new Date(at).getTime() > Date.now()) return <span className="muted">{day(at)}</span>
  return (
    <>
      <Status of="expired" />
      <div className="small muted why">{day(at)}</div>
    </>
  )
}

function Limits({ apiKey }: { apiKey: ApiKey }) {
  const told = [
    apiKey.accounts && plural(apiKey.accounts.length, 'account'),
    apiKey.profiles && plural(apiKey.profiles.length, 'connector profile'),
  ].filter(Boolean)
  if (told.length === 0) return null
  return (
    <div className="small" title={[...(apiKey.accounts ?? []), ...(apiKey.profiles ?? [])].join(', ')}>
      Only {told.join(' and ')}
    </div>
  )
}

function Row({ apiKey, mayChange, onRevoke }: { apiKey: ApiKey } & Omit<Props, 'keys'>) {
  const preset = presetOf(apiKey.scopes)
  return (
    <tr>
      <td>
        <div className="acc">
          <b>{apiKey.name}</b>
          <code className="small faint">{apiKey.prefix}…</code>
        </div>
      </td>
      <td className="wide-s muted">
        {preset ? (
          <span title={apiKey.scopes.join(', ')}>
            <span className="only-s-inline">Scopes: </span>
            {preset}
          </span>
        ) : (
          <span className="row wrap tight">
            {apiKey.scopes.map((scope) => (
              <Tag key={scope} code>
                {scope}
              </Tag>
            ))}
          </span>
        )}
        <Limits apiKey={apiKey} />
      </td>
      <td className="wide-s muted nowrap">
        <span className="only-s-inline">Last used </span>
        {apiKey.last_used_at ? <Time at={apiKey.last_used_at} /> : 'never'}
      </td>
      <td className="wide-s nowrap">
        <span className="only-s-inline muted">Ends </span>
        <Ends at={apiKey.expires_at} />
      </td>
      <td className="num actc-b">
        {mayChange && (
          <Button size="sm" variant="danger" aria-label={`Revoke ${apiKey.name}…`} onClick={() => onRevoke(apiKey)}>
            Revoke…
          </Button>
        )}
      </td>
    </tr>
  )
}

export function KeyTable({ keys, ...props }: Props) {
  return (
    <table className="resp keytable">
      <caption className="sr">API keys</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Scopes</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Row key={key.id} apiKey={key} {...props} />
        ))}
      </tbody>
    </table>
  )
}
