import { type ReactNode, useEffect } from 'react'
import { ToastHost } from '../kit'
import { AccountsPage } from './accounts/AccountsPage'
import { AgentsPage } from './agents/AgentsPage'
import { AuditPage } from './audit/AuditPage'
import { Claim, ClaimAgain } from './auth/Claim'
import { SignIn } from './auth/SignIn'
import { ApprovalPage } from './approvals/ApprovalPage'
import { ApprovalsPage } from './approvals/ApprovalsPage'
import { ClientsPage } from './clients/ClientsPage'
import { ConnectorPage } from './connectors/ConnectorPage'
import { ConnectorsPage } from './connectors/ConnectorsPage'
import { ProfilePage } from './connectors/ProfilePage'
import { Frame } from './frame/Frame'
import { NotFoundPage } from './frame/NotFoundPage'
import { KeysPage } from './keys/KeysPage'
import { go, match, usePlace } from './lib/router'
import { MembersPage } from './members/MembersPage'
import { OwnersPage } from './owners/OwnersPage'
import { PolicyPage } from './policy/PolicyPage'
import { RunPage } from './runs/RunPage'
import { RunsPage } from './runs/RunsPage'
import { SessionsPage } from './sessions/SessionsPage'
import { SessionGate } from './session/SessionGate'
import { SettingsPage } from './settings/SettingsPage'
import { SignInSettingsPage } from './signin/SignInSettingsPage'
import { TesterPage } from './tester/TesterPage'
import { UsagePage } from './usage/UsagePage'
import { AccountPage } from './you/AccountPage'
import { WebhooksPage } from './webhooks/WebhooksPage'

type Draw = (parts: Record<string, string>) => ReactNode

const VIEWS: readonly [string, Draw][] = [
  ['/console/accounts', () => <AccountsPage key="accounts" open={null} />],
  ['/console/accounts/:id', ({ id }) => <AccountsPage key="accounts" open={id ?? null} />],
  ['/console/sessions', () => <SessionsPage />],
  ['/console/runs', () => <RunsPage />],
  ['/console/runs/:id', ({ id }) => <RunPage key={id} id={id ?? ''} />],
  ['/console/tester', () => <TesterPage />],
  ['/console/usage', () => <UsagePage />],
  ['/console/connectors', () => <ConnectorsPage />],
  ['/console/connectors/:key', ({ key }) => <ConnectorPage key={key} connectorKey={key ?? ''} />],
  ['/console/connectors/:key/:id', ({ id }) => <ProfilePage key={id} id={id ?? ''} />],
  ['/console/webhooks', () => <WebhooksPage key="webhooks" open={null} />],
  ['/console/webhooks/:id', ({ id }) => <WebhooksPage key="webhooks" open={id ?? null} />],
  ['/console/keys', () => <KeysPage />],
  ['/console/clients', () => <ClientsPage />],
  ['/console/approvals', () => <ApprovalsPage />],
  ['/console/approvals/:id', ({ id }) => <ApprovalPage key={id} id={id ?? ''} />],
  ['/console/policy', () => <PolicyPage />],
  ['/console/agents', () => <AgentsPage />],
  ['/console/audit', () => <AuditPage key="audit" open={null} />],
  ['/console/audit/:id', ({ id }) => <AuditPage key="audit" open={id ?? null} />],
  ['/console/owners', () => <OwnersPage key="owners" open={null} />],
  ['/console/owners/:id', ({ id }) => <OwnersPage key="owners" open={id ?? null} />],
  ['/console/settings', () => <SettingsPage />],
  ['/console/members', () => <MembersPage />],
  ['/console/sign-in-settings', () => <SignInSettingsPage />],
  ['/console/you', () => <AccountPage />],
]

function view(path: string): ReactNode {
  for (const [pattern, draw] of VIEWS) {
    const parts = match(pattern, path)
    if (parts !== null) return draw(parts)
  }
  return <NotFoundPage />
}

function ToAccounts() {
  useEffect(() => go('/console/accounts', { replace: true }), [])
  return null
}

export function App({ claimToken }: { claimToken: string | null }) {
  const { path } = usePlace()
  if (path === '/console/sign-in') return <SignIn />
  if (path === '/console/claim') return claimToken === null ? <ClaimAgain /> : <Claim token={claimToken} />
  return (
    <SessionGate>
      <ToastHost>
        <Frame>{path === '/console' ? <ToAccounts /> : view(path)}</Frame>
      </ToastHost>
    </SessionGate>
  )
}
