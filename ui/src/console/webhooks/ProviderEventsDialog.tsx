import { useState } from 'react'
import { Button, CopyButton, Dialog, Notice, SkeletonRows, Status, TextField, Time } from '../../kit'
import { providerEvents } from '../api/calls'
import type { Account, ProviderEvents } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed, useLoad } from '../lib/load'
import { Link } from '../lib/router'
import { useSession } from '../session/context'

interface Props {
  account: Account
  onClose: () => void
}

function ByHand({ found, onSave, busy }: { found: ProviderEvents; onSave: (secret: string) => void; busy: boolean }) {
  const [secret, setSecret] = useState('')
  return (
    <>
      <Notice tone="info" title="Somebody has to register it at the provider.">
        {found.reason ?? 'The hub did not do it.'}
      </Notice>
      <ol className="steps wraps">
        {found.steps.map((step) => (
          <li key={step}>
            <span>{step}</span>
          </li>
        ))}
      </ol>
      <div className="row tight">
        <div className="input ro grow">
          <input className="mono" readOnly aria-label="Address" value={found.url} onFocus={(event) => event.target.select()} />
        </div>
        <CopyButton text={found.url} label="Copy address" />
      </div>
      {found.secret && (
        <div className="row tight">
          <div className="input ro grow">
            <input className="mono" readOnly aria-label="Made secret" value={found.secret} onFocus={(event) => event.target.select()} />
          </div>
          <CopyButton text={found.secret} label="Copy made secret" />
        </div>
      )}
      {found.secret && <p className="hint">Give this secret to a provider that lets you choose it. It shows only now.</p>}
      <TextField
        label="Signing secret of the provider"
        mono
        type="password"
        autoComplete="off"
        spellCheck={false}
        maxLength={256}
        value={secret}
        hint="Stored sealed and shown to nobody."
        onChange={(event) => setSecret(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && secret.trim() !== '') onSave(secret.trim())
        }}
      />
      <div className="row">
        <Button busy={busy && 'Saving'} off={secret.trim() === ''} onClick={() => onSave(secret.trim())}>
          Save secret
        </Button>
      </div>
    </>
  )
}

function On({ found }: { found: ProviderEvents }) {
  return (
    <dl className="facts">
      <dt>State</dt>
      <dd>
        {found.received_at ? (
          <Status of="active">Events arrive</Status>
        ) : (
          <Status of="waiting">{found.how === 'api' ? 'Registered, nothing came yet' : 'Nothing came yet'}</Status>
        )}
      </dd>
      <dt>Last event</dt>
      <dd>{found.received_at ? <Time at={found.received_at} /> : 'None'}</dd>
      <dt>Hears of</dt>
      <dd>{found.kinds.join(', ')}</dd>
    </dl>
  )
}

/** What changes at the provider, sent on as events: switched on and off for one account. */
export function ProviderEventsDialog({ account, onClose }: Props) {
  const { api, mayChange } = useSession()
  const load = useLoad(`provider events ${account.id}`, (signal) => providerEvents.get(api, account.id, signal))
  const [made, setMade] = useState<ProviderEvents | null | undefined>(undefined)
  const found = made === undefined ? load.data : (made ?? undefined)
  const off = made === null || (made === undefined && load.error?.code === 'provider_events_off')
  const on = useDeed(async () => setMade(await providerEvents.put(api, account.id, {})))
  const save = useDeed(async (secret: string) => setMade(await providerEvents.put(api, account.id, { secret })))
  const end = useDeed(async () => {
    await providerEvents.remove(api, account.id)
    setMade(null)
  })
  const failed = on.error ?? save.error ?? end.error ?? (off || found ? undefined : load.error)
  return (
    <Dialog
      open
      wide
      title="Provider events"
      onClose={onClose}
      footer={
        <>
          {found && mayChange && (
            <Button variant="danger" busy={end.busy && 'Ending'} onClick={() => void end.run()}>
              Switch off
            </Button>
          )}
          {off && mayChange && (
            <Button variant="primary" data-first busy={on.busy && 'Registering'} onClick={() => void on.run()}>
              Switch on
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <p className="muted">
        What changes in this account at {account.provider_name ?? account.provider} is posted to your{' '}
        <Link to="/console/webhooks">webhook endpoints</Link>, as <code>{account.provider}.issue.created</code> and the like.
      </p>
      {!found && !off && !load.error && <SkeletonRows rows={2} label="Loading provider events" onRetry={load.reload} />}
      {off && <Status of="inactive">Off</Status>}
      {found && <On found={found} />}
      {found?.how === 'by_hand' && mayChange && <ByHand found={found} busy={save.busy} onSave={(secret) => void save.run(secret)} />}
      <Failure error={failed} />
    </Dialog>
  )
}
