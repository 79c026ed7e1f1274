import { useState } from 'react'
import { Button, EmptyState, SkeletonRows, useToast } from '../../kit'
import { webhooks } from '../api/calls'
import type { NewWebhookEndpoint } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useKeys } from '../lib/keys'
import { useDeed, useLoad } from '../lib/load'
import { go } from '../lib/router'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { Deliveries } from './Deliveries'
import { EndpointCards } from './EndpointCards'
import { EndpointDialog } from './EndpointDialog'
import { EndpointHead } from './EndpointHead'
import { NewSecret } from './NewSecret'
import { type Asked, DeleteDialog, RangeDialog, RotateDialog } from './WebhookDialogs'

const ADDRESS = '/console/webhooks'

function choose(id: string): void {
  go(`${ADDRESS}/${encodeURIComponent(id)}`)
}

function useEndpoints() {
  const { api } = useSession()
  const list = useLoad('endpoints', (signal) => webhooks.list(api, signal))
  const sums = useLoad('summaries', (signal) => webhooks.summaries(api, signal))
  const summaries = new Map((sums.data ?? []).map((one) => [one.endpoint_id, one]))
  return {
    list,
    summaries,
    reload: () => {
      list.reload()
      sums.reload()
    },
  }
}

export function WebhooksPage({ open }: { open: string | null }) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const { list, summaries, reload } = useEndpoints()
  const [asked, setAsked] = useState<Asked | 'add' | null>(null)
  const [made, setMade] = useState<NewWebhookEndpoint | null>(null)
  const [turn, setTurn] = useState(0)
  const endpoints = list.data ?? []
  const chosen = endpoints.find((one) => one.id === open) ?? (open === null ? endpoints[0] : undefined)
  const close = () => setAsked(null)
  const sent = () => {
    setTurn((old) => old + 1)
    reload()
  }
  const test = useDeed(async () => {
    if (!chosen) return
    await webhooks.test(api, chosen.id)
    toast('Test event sent')
    sent()
  })
  const switching = useDeed(async (on: boolean) => {
    if (!chosen) return
    await webhooks.change(api, chosen.id, { enabled: on })
    toast(on ? 'Endpoint switched on' : 'Endpoint switched off')
    sent()
  })
  useKeys({
    c: (event) => {
      event.preventDefault()
      if (mayChange) setAsked('add')
    },
  })

  function stored(secret: NewWebhookEndpoint) {
    setMade(secret)
    close()
    reload()
    choose(secret.id)
  }

  return (
    <>
      <PageHead title="Webhooks" total={list.data ? endpoints.length : null}>
        {mayChange ? (
          <>
            {chosen && (
              <Button icon="send" off={!chosen.enabled} busy={test.busy && 'Sending'} onClick={() => void test.run()}>
                Send test event
              </Button>
            )}
            <Button variant="primary" icon="add" onClick={() => setAsked('add')}>
              Add endpoint
            </Button>
          </>
        ) : (
          <span className="small muted">{CHANGE_NEEDS}</span>
        )}
      </PageHead>
      <div className="pbody" aria-busy={list.loading && !list.data}>
        <Failure error={list.error} what="Could not load webhook endpoints" retry={list.reload} />
        <Failure error={test.error} />
        {!list.data && !list.error && <SkeletonRows rows={3} label="Loading webhook endpoints" onRetry={list.reload} />}
        {list.data && endpoints.length === 0 && (
          <div className="card tablec">
            <EmptyState
              icon="send"
              title="No webhook endpoints yet"
              actions={
                mayChange && (
                  <Button variant="primary" onClick={() => setAsked('add')}>
                    Add endpoint
                  </Button>
                )
              }
            >
              Name an address, and what happens to accounts and runs is posted there: signed, tried for three days, and logged here.
            </EmptyState>
          </div>
        )}
        {endpoints.length > 0 && (
          <EndpointCards endpoints={endpoints} summaries={summaries} chosen={chosen?.id} onChoose={choose} />
        )}
        {list.data && open !== null && !chosen && endpoints.length > 0 && <p className="muted">There is no such endpoint. Choose one above.</p>}
        {chosen && (
          <>
            <EndpointHead endpoint={chosen} mayChange={mayChange} switching={switching} onAsk={setAsked} />
            <Deliveries key={chosen.id} endpoint={chosen} turn={turn} onAskRange={() => setAsked('range')} onChanged={reload} />
          </>
        )}
      </div>
      {asked === 'add' && <EndpointDialog endpoint={null} onMade={stored} onSaved={close} onClose={close} />}
      {asked === 'edit' && chosen && (
        <EndpointDialog
          endpoint={chosen}
          onMade={stored}
          onSaved={() => {
            toast('Endpoint saved')
            close()
            reload()
          }}
          onClose={close}
        />
      )}
      {asked === 'rotate' && chosen && <RotateDialog endpoint={chosen} onMade={stored} onClose={close} />}
      {asked === 'delete' && chosen && (
        <DeleteDialog
          endpoint={chosen}
          onDeleted={() => {
            close()
            reload()
            go(ADDRESS, { replace: true })
          }}
          onClose={close}
        />
      )}
      {asked === 'range' && chosen && (
        <RangeDialog
          endpoint={chosen}
          onDone={() => {
            close()
            sent()
          }}
          onClose={close}
        />
      )}
      {made && <NewSecret made={made} onClose={() => setMade(null)} />}
    </>
  )
}
