import { Button, CopyButton, Notice, said, Tag } from '../../kit'
import { accounts } from '../api/calls'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { Link } from '../lib/router'
import { useSession } from '../session/context'
import { useState } from 'react'

interface Props {
  error: { code: string; message: string; hint?: string | null | undefined; missing?: string[] | undefined }
  account: string | null
  status?: number | null
  urgent?: boolean
}

/** The account's owner mends these by connecting again. */
const BY_OWNER = /credential|reconnect|missing_right|token_ended/
/** These are settings of the account or its profile. */
const BY_ACCOUNT = /account_not_usable|account|plan|disabled|not_enabled|right/

/** A link to send to the account's owner, made on request: it is good once. */
function Reconnect({ account }: { account: string }) {
  const { api, mayChange } = useSession()
  const [url, setUrl] = useState('')
  const deed = useDeed(async () => setUrl((await accounts.reconnectLink(api, account)).url))
  if (!mayChange) return null
  if (url !== '') {
    return (
      <div className="input ro">
        <span className="val mono trunc">{url}</span>
        <CopyButton text={url} label="Copy reconnect link" />
      </div>
    )
  }
  return (
    <>
      <Button size="sm" icon="link" busy={deed.busy && 'Making it'} onClick={() => void deed.run()}>
        Make a reconnect link
      </Button>
      <Failure error={deed.error} what="Could not make the link" />
    </>
  )
}

/** What went wrong, why, and the button that mends it. */
export function Remedy({ error, account, status, urgent }: Props) {
  const owner = account !== null && BY_OWNER.test(error.code)
  return (
    <Notice
      tone="bad"
      urgent={urgent}
      title={error.message}
      action={
        account !== null &&
        (owner || BY_ACCOUNT.test(error.code)) && (
          <div className="row wrap">
            {owner && <Reconnect account={account} />}
            <Link className="btn sm" to={`/console/accounts/${encodeURIComponent(account)}`}>
              Open the account
            </Link>
          </div>
        )
      }
    >
      <>
        {error.hint && <p>{said(error.hint)}</p>}
        {error.missing && error.missing.length > 0 && (
          <p className="row wrap">
            Missing:
            {error.missing.map((scope) => (
              <Tag key={scope} code>
                {scope}
              </Tag>
            ))}
          </p>
        )}
        {error.code !== '' && (
          <p className="small">
            Code <code>{error.code}</code>
            {status !== null && status !== undefined && <>, answered with status {status}</>}
          </p>
        )}
      </>
    </Notice>
  )
}
