import { useState } from 'react'
import { Button, EmptyState, SkeletonRows } from '../../kit'
import { keys } from '../api/calls'
import type { ApiKey } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useKeys } from '../lib/keys'
import { useLoad } from '../lib/load'
import { ADMIN_NEEDS, useSession } from '../session/context'
import { CreateKeyDialog } from './CreateKeyDialog'
import { KeyTable } from './KeyTable'
import { RevokeKeyDialog } from './RevokeKeyDialog'

export function KeysPage() {
  const { api, may } = useSession()
  const mayChange = may('keys:write')
  const list = useLoad('keys', (signal) => keys.list(api, signal))
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const live = (list.data ?? []).filter((key) => !key.revoked_at)
  useKeys({
    c: (event) => {
      event.preventDefault()
      if (mayChange) setMaking(true)
    },
  })
  return (
    <>
      <PageHead title="API keys" total={list.data ? live.length : null}>
        {mayChange ? (
          <Button variant={list.data && live.length === 0 ? 'default' : 'primary'} icon="add" onClick={() => setMaking(true)}>
            Create key
          </Button>
        ) : (
          <span className="small muted">{ADMIN_NEEDS}</span>
        )}
      </PageHead>
      <div className="pbody">
        <p className="muted">Your servers and agents call Linkwright with these. Each belongs to this project and shows once, when made.</p>
        <div className="card tablec" aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load API keys" retry={list.reload} />
            </div>
          )}
          {!list.data && !list.error && <SkeletonRows rows={3} label="Loading API keys" onRetry={list.reload} />}
          {live.length > 0 && <KeyTable keys={live} mayChange={mayChange} onRevoke={setRevoking} />}
          {list.data && live.length === 0 && (
            <EmptyState
              icon="key"
              title="No API keys yet"
              actions={
                mayChange && (
                  <Button variant="primary" onClick={() => setMaking(true)}>
                    Create key
                  </Button>
                )
              }
            >
              Make one for your server, and another for each agent, so that you can revoke one without stopping the rest.
            </EmptyState>
          )}
        </div>
      </div>
      {making && <CreateKeyDialog onMade={list.reload} onClose={() => setMaking(false)} />}
      {revoking && (
        <RevokeKeyDialog apiKey={revoking} onRevoked={list.reload} onClose={() => setRevoking(null)} />
      )}
    </>
  )
}
