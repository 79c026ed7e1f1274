import { useState } from 'react'
import { EmptyState, SkeletonRows } from '../../kit'
import { clients } from '../api/calls'
import type { McpClient } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useLoad } from '../lib/load'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { ClientTable } from './ClientTable'
import { EndClientDialog } from './EndClientDialog'

/** The MCP clients that members of the project have let in. */
export function ClientsPage() {
  const { api, mayChange } = useSession()
  const list = useLoad('clients', (signal) => clients.list(api, signal))
  const [ending, setEnding] = useState<McpClient | null>(null)
  const found = list.data ?? []
  return (
    <>
      <PageHead title="Connected clients" total={list.data ? found.length : null}>
        {!mayChange && <span className="small muted">{CHANGE_NEEDS}</span>}
      </PageHead>
      <div className="pbody">
        <p className="muted">MCP clients that a member has let in: Claude, ChatGPT, Cursor and others, without an API key.</p>
        <div className="card tablec" aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load connected clients" retry={list.reload} />
            </div>
          )}
          {!list.data && !list.error && <SkeletonRows rows={3} label="Loading connected clients" onRetry={list.reload} />}
          {found.length > 0 && <ClientTable clients={found} mayChange={mayChange} onEnd={setEnding} />}
          {list.data && found.length === 0 && (
            <EmptyState icon="plug" title="No client is connected">
              Give a client the address <code className="all">{`${window.location.origin}/mcp`}</code> and nothing else. It sends you
              here to let it in, and you choose what it may do.
            </EmptyState>
          )}
        </div>
      </div>
      {ending && <EndClientDialog client={ending} onEnded={list.reload} onClose={() => setEnding(null)} />}
    </>
  )
}
