import { type ReactNode, useState } from 'react'
import { Button, CopyId, Notice, Status, TestTag, Tile, Time } from '../../kit'
import { accounts } from '../api/calls'
import type { Account } from '../api/types'
import { Drawer } from '../components/Drawer'
import { useLoad } from '../lib/load'
import { go, Link } from '../lib/router'
import { useSession } from '../session/context'
import type { AccountDeeds } from './deeds'
import { HealthCard } from './HealthCard'
import { ProviderEventsDialog } from '../webhooks/ProviderEventsDialog'
import { RightsList } from './RightsList'
import { type Asked, RowMenu, runsOf } from './RowMenu'
import { ScreeningChoice } from './ScreeningChoice'
import { accountName, connectorName, inSentences, reason, way } from './words'

interface Props {
  id: string
  /** The row of the list, so that the drawer is full at once. */
  known: Account | undefined
  logos: Map<string, string>
  deeds: AccountDeeds
  onAsk: (what: Asked, account: Account) => void
  onCopy: (id: string) => void
  onClose: () => void
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Trouble({ account, onAsk }: { account: Account; onAsk: Props['onAsk'] }) {
  const why = reason(account)
  const { mayChange } = useSession()
  if (account.status !== 'error' && account.status !== 'expired') return why ? <p className="muted">{why}</p> : null
  const [title, rest] = inSentences(why ?? 'This account does not work.')
  return (
    <Notice
      tone={account.status === 'error' ? 'bad' : 'warn'}
      title={title}
      action={
        mayChange && (
          <Button size="sm" onClick={() => onAsk('edit', account)}>
            Reconnect…
          </Button>
        )
      }
    >
      {`${rest} Runs are refused until its owner, or you, connect it again.`.trim()}
    </Notice>
  )
}

function Identity({ account }: { account: Account }) {
  const identity = account.linkwright?.identity
  const person = identity?.person
  const last4 = account.linkwright?.credential?.last4
  const teams = (identity?.teams ?? []).map((team) => team.name ?? team.key).filter(Boolean)
  return (
    <section className="stack">
      <h3>Who it acts as</h3>
      <dl className="facts">
        <Fact name="Person">{[person?.name, person?.email].filter(Boolean).join(', ') || 'Not told by the provider'}</Fact>
        <Fact name="Workspace">{identity?.workspace?.name}</Fact>
        <Fact name="Teams">{teams.join(', ')}</Fact>
        <Fact name={account.linkwright?.auth_method?.label ?? 'Credential'}>
          {last4 && <span className="mono">•••• {last4}</span>}
        </Fact>
      </dl>
    </section>
  )
}

function Facts({ account }: { account: Account }) {
  const { may } = useSession()
  return (
    <section className="stack">
      <h3>In your system and here</h3>
      <dl className="facts">
        <Fact name="Owner id">
          <CopyId id={account.origin_owner_id} />
        </Fact>
        <Fact name="Owner’s data">
          {may('settings:write') && (
            <Link to={`/console/owners?owner=${encodeURIComponent(account.origin_owner_id)}`}>Export or erase</Link>
          )}
        </Fact>
        <Fact name="End user">{account.origin_username}</Fact>
        <Fact name="Label">{account.label}</Fact>
        <Fact name="Profile">{account.linkwright?.profile?.name}</Fact>
        <Fact name="Talks to">
          {account.linkwright?.upstream === 'twin' ? `The twin of ${connectorName(account)}` : `The real ${connectorName(account)}`}
        </Fact>
        <Fact name="Connected">
          <Time at={account.created_at} />
        </Fact>
        <Fact name="Changed">
          <Time at={account.updated_at} />
        </Fact>
      </dl>
    </section>
  )
}

function Details({ account, logos, deeds, onAsk, onCopy }: { account: Account } & Pick<Props, 'logos' | 'deeds' | 'onAsk' | 'onCopy'>) {
  const { mayChange } = useSession()
  const rights = account.linkwright?.rights ?? []
  const [telling, setTelling] = useState(false)
  return (
    <>
      <div className="row wrap">
        <Tile name={connectorName(account)} src={logos.get(account.provider)} />
        <span>{[connectorName(account), way(account)].filter(Boolean).join(', ')}</span>
        {account.type === 'test' && <TestTag />}
        <span className="end">
          <Status of={account.status} />
        </span>
      </div>
      <CopyId id={account.id} most={40} />
      <Trouble account={account} onAsk={onAsk} />
      <HealthCard account={account} deeds={deeds} />
      <Identity account={account} />
      <RightsList rights={rights} />
      <ScreeningChoice account={account} deeds={deeds} />
      <Facts account={account} />
      <div className="row wrap">
        <Button icon="list" onClick={() => go(runsOf(account.id))}>
          Show runs
        </Button>
        <Button icon="send" onClick={() => setTelling(true)}>
          Provider events…
        </Button>
        {mayChange && (
          <Button icon="edit" onClick={() => onAsk('edit', account)}>
            Edit…
          </Button>
        )}
        <RowMenu account={account} mayChange={mayChange} onAsk={onAsk} onCopy={onCopy} />
      </div>
      {telling && <ProviderEventsDialog account={account} onClose={() => setTelling(false)} />}
    </>
  )
}

/** One account beside the list, which stays usable; J and K step through its rows. */
export function AccountDrawer({ id, known, onClose, ...props }: Props) {
  const { api } = useSession()
  const loaded = useLoad(known ? null : `account ${id}`, (signal) => accounts.get(api, id, signal))
  const account = known ?? (loaded.data?.id === id ? loaded.data : undefined)
  return (
    <Drawer
      id={id}
      what="account"
      title={account ? account.origin_owner_name : 'Account'}
      label={account ? accountName(account) : 'Account'}
      loaded={loaded}
      onClose={onClose}
    >
      {account && <Details account={account} {...props} />}
    </Drawer>
  )
}
