import type { QueryOf } from './calling'
import type { Client } from './client'
import type { Rule } from '../policy/rules'
import type { components } from './openapi'
import type { AccountType, BrandChange, ConnectSession, LogoTheme, ProfileChange, ProfileWish, ProjectSettings, Screening, SessionWanted } from './types'

type Schemas = components['schemas']

export const auth = {
  me: (api: Client) => api.get('/console/api/me', {}),
  signIn: (api: Client, email: string, password: string) => api.post('/console/api/sign-in', { body: { email, password } }),
  signOut: (api: Client) => api.post('/console/api/sign-out', {}),
  claim: (api: Client, wanted: Schemas['ClaimRequest']) => api.post('/console/api/claim', { body: wanted }),
  lookAtClaim: (api: Client, token: string) => api.post('/console/api/claim/look', { body: { token } }),
  provider: (api: Client, next: string) => api.post('/console/api/sign-in/provider', { body: { next } }),
  ways: (api: Client, signal?: AbortSignal) => api.get('/console/api/sign-in/ways', { signal }),
  code: (api: Client, code: string) => api.post('/console/api/sign-in/code', { body: { code } }),
  beginSetup: (api: Client) => api.post('/console/api/sign-in/setup', {}),
  confirmSetup: (api: Client, code: string) => api.post('/console/api/sign-in/setup/confirm', { body: { code } }),
}

export const signInSettings = {
  get: (api: Client, signal?: AbortSignal) => api.get('/console/api/sign-in-settings', { signal }),
  save: (api: Client, wanted: Schemas['SignInSettingsBody']) => api.put('/console/api/sign-in-settings', { body: wanted }),
}

export const team = {
  members: (api: Client, signal?: AbortSignal) => api.get('/console/api/members', { signal }),
  changeRole: (api: Client, id: string, role: string) =>
    api.patch('/console/api/members/{member_id}', { parts: { member_id: id }, body: { role } }),
  remove: (api: Client, id: string) => api.remove('/console/api/members/{member_id}', { parts: { member_id: id } }),
  resetTwoStep: (api: Client, id: string) => api.post('/console/api/members/{member_id}/two_step/reset', { parts: { member_id: id } }),
  invitations: (api: Client, signal?: AbortSignal) => api.get('/console/api/invitations', { signal }),
  invite: (api: Client, role: string, email: string | null, days: number) =>
    api.post('/console/api/invitations', { body: { role, email, days } }),
  revoke: (api: Client, id: string) => api.remove('/console/api/invitations/{invitation_id}', { parts: { invitation_id: id } }),
}

export const you = {
  sessions: (api: Client, signal?: AbortSignal) => api.get('/console/api/me/sessions', { signal }),
  endSession: (api: Client, id: string) => api.remove('/console/api/me/sessions/{session_id}', { parts: { session_id: id } }),
  endOthers: (api: Client) => api.post('/console/api/me/sessions/end_others', {}),
  password: (api: Client, old: string, fresh: string) => api.post('/console/api/me/password', { body: { old, new: fresh } }),
  twoStep: (api: Client, signal?: AbortSignal) => api.get('/console/api/me/two_step', { signal }),
  begin: (api: Client) => api.post('/console/api/me/two_step/begin', {}),
  confirm: (api: Client, code: string) => api.post('/console/api/me/two_step/confirm', { body: { code } }),
  codes: (api: Client, code: string) => api.post('/console/api/me/two_step/codes', { body: { code } }),
  off: (api: Client, code: string) => api.post('/console/api/me/two_step/off', { body: { code } }),
}

export const accounts = {
  list: (api: Client, query: QueryOf<'/accounts', 'get'>, signal?: AbortSignal) => api.send('get', '/accounts', { query, signal }),
  get: (api: Client, id: string, signal?: AbortSignal) => api.get('/accounts/{account_id}', { parts: { account_id: id }, signal }),
  suspend: (api: Client, id: string) => api.post('/accounts/{account_id}/suspend', { parts: { account_id: id } }),
  resume: (api: Client, id: string) => api.post('/accounts/{account_id}/resume', { parts: { account_id: id } }),
  convert: (api: Client, id: string, type: AccountType) =>
    api.post('/accounts/{account_id}/convert', { parts: { account_id: id }, body: { type } }),
  check: (api: Client, id: string) => api.post('/accounts/{account_id}/check', { parts: { account_id: id } }),
  save: (api: Client, id: string, change: { screening: Screening | null }) =>
    api.patch('/accounts/{account_id}', { parts: { account_id: id }, body: change }),
  reconnectLink: (api: Client, id: string) => api.post('/accounts/{account_id}/reconnect_link', { parts: { account_id: id }, body: {} }),
  remove: (api: Client, id: string) => api.remove('/accounts/{account_id}', { parts: { account_id: id } }),
}

export const sessions = {
  list: (api: Client, query: QueryOf<'/connect_sessions', 'get'>, signal?: AbortSignal) =>
    api.send('get', '/connect_sessions', { query, signal }),
  create: (api: Client, wanted: SessionWanted) => api.post('/connect_sessions', { body: wanted }),
  revoke: (api: Client, session: Pick<ConnectSession, 'id' | 'linkwright'>) =>
    api.post('/connect_sessions/{session_id}/revoke', { parts: { session_id: String(session.linkwright?.id ?? session.id) } }),
}

export const catalogue = {
  connectors: (api: Client, signal?: AbortSignal) => api.get('/connectors/meta', { signal }),
  connector: (api: Client, key: string, signal?: AbortSignal) =>
    api.get('/connectors/meta/{provider}', { parts: { provider: key }, signal }),
  /** What can be run on an account, without schemas. */
  runnable: async (api: Client, account: string, signal?: AbortSignal) =>
    (await api.get('/actions', { query: { account_ids: [account] }, signal })).data.flatMap((one) => one.actions),
  /** One action in full; null if the account cannot run it. */
  details: async (api: Client, account: string, action: string, signal?: AbortSignal) =>
    (await api.get('/actions', { query: { account_ids: [account], action_key: [action], include: ['action_details'] }, signal })).data.flatMap(
      (one) => one.actions,
    )[0] ?? null,
  /** Ids of the actions that fit, the likeliest first, found as agents find them. */
  search: async (api: Client, account: string, query: string, signal?: AbortSignal) =>
    (await api.post('/actions/search', { body: { query, account_id: account, top_k: 12, min_similarity: 0 }, signal })).results.map(
      (one) => one.action_name,
    ),
  /** All actions of a connector, or of all; without their schemas, which are ten times as much. */
  actions: async (api: Client, connector: string | null, signal?: AbortSignal) =>
    (await api.get('/actions', { query: { connectors: connector === null ? [] : [connector], page_size: 100 }, signal })).data.flatMap((one) => one.actions),
  profiles: async (api: Client, signal?: AbortSignal) => (await api.get('/auth_configs', { query: { page_size: 100 }, signal })).data,
  profile: (api: Client, id: string, signal?: AbortSignal) =>
    api.get('/connector_profiles/{profile_id}', { parts: { profile_id: id }, signal }),
  /** Versions that the project has published itself; none of a connector that ships with the hub. */
  versions: async (api: Client, key: string, signal?: AbortSignal) =>
    (await api.get('/connectors/{key}/versions', { parts: { key }, signal })).data.filter((one) => !one.withdrawn_at).map((one) => one.version),
  createProfile: (api: Client, wish: ProfileWish) => api.post('/connector_profiles', { body: wish }),
  saveProfile: (api: Client, id: string, change: ProfileChange) =>
    api.patch('/connector_profiles/{profile_id}', { parts: { profile_id: id }, body: change }),
}

export const runs = {
  list: (api: Client, query: QueryOf<'/requests/logs', 'get'>, signal?: AbortSignal) => api.get('/requests/logs', { query, signal }),
  get: (api: Client, id: string, signal?: AbortSignal) =>
    api.get('/requests/logs/{run_id}', { parts: { run_id: id }, query: { include: ['step_logs', 'advanced_logs'] }, signal }),
  rerun: (api: Client, id: string) => api.post('/console/api/runs/{run_id}/rerun', { parts: { run_id: id } }),
}

export const audit = {
  list: (api: Client, query: QueryOf<'/audit', 'get'>, signal?: AbortSignal) => api.get('/audit', { query, signal }),
  get: (api: Client, id: string, chain: 'project' | 'organization', signal?: AbortSignal) =>
    api.get('/audit/{record_id}', { parts: { record_id: id }, query: { chain }, signal }),
  state: (api: Client, chain: 'project' | 'organization', fresh: boolean, signal?: AbortSignal) =>
    api.get('/audit/state', { query: { chain, fresh }, signal }),
  export: (api: Client, query: QueryOf<'/audit/export', 'get'>) => api.download('/audit/export', query),
}

export const owners = {
  export: (api: Client, owner: string) => api.take('/owners/export', { origin_owner_id: owner }),
  erase: (api: Client, owner: string) => api.post('/owners/erase', { body: { origin_owner_id: owner } }),
  receipts: async (api: Client, signal?: AbortSignal) => (await api.get('/owners/erasures', { signal })).data,
  receipt: (api: Client, id: string, signal?: AbortSignal) =>
    api.get('/owners/erasures/{erasure_id}', { parts: { erasure_id: id }, signal }),
}

export const usage = {
  get: (api: Client, query: QueryOf<'/usage', 'get'>, signal?: AbortSignal) => api.get('/usage', { query, signal }),
}

export const keys = {
  list: (api: Client, signal?: AbortSignal) => api.get('/console/api/keys', { signal }),
  create: (api: Client, wanted: Schemas['KeyRequest']) => api.post('/console/api/keys', { body: wanted }),
  revoke: (api: Client, id: string) => api.post('/console/api/keys/{key_id}/revoke', { parts: { key_id: id } }),
}

export const clients = {
  list: (api: Client, signal?: AbortSignal) => api.get('/mcp_clients', { signal }),
  end: (api: Client, id: string) => api.remove('/mcp_clients/{consent_id}', { parts: { consent_id: id } }),
}

export const project = {
  get: (api: Client, signal?: AbortSignal) => api.get('/project', { signal }),
  save: (api: Client, change: BrandChange) => api.patch('/project', { body: change }),
  networks: (api: Client, signal?: AbortSignal) => api.get('/console/api/project/networks', { signal }),
  putNetworks: (api: Client, networks: string[]) => api.put('/console/api/project/networks', { body: { networks } }),
  putLogo: (api: Client, theme: LogoTheme, file: File) => api.upload<ProjectSettings>(`/project/logos/${theme}`, file),
}

export const webhooks = {
  list: (api: Client, signal?: AbortSignal) => api.get('/webhook_endpoints', { signal }),
  summaries: (api: Client, signal?: AbortSignal) => api.get('/webhook_endpoints/summaries', { signal }),
  eventTypes: (api: Client, signal?: AbortSignal) => api.get('/webhook_endpoints/event_types', { signal }),
  create: (api: Client, wanted: Schemas['EndpointRequest']) => api.post('/webhook_endpoints', { body: wanted }),
  change: (api: Client, id: string, change: Schemas['EndpointChange']) =>
    api.patch('/webhook_endpoints/{endpoint_id}', { parts: { endpoint_id: id }, body: change }),
  remove: (api: Client, id: string) => api.remove('/webhook_endpoints/{endpoint_id}', { parts: { endpoint_id: id } }),
  rotate: (api: Client, id: string, overlap: number) =>
    api.post('/webhook_endpoints/{endpoint_id}/rotate', { parts: { endpoint_id: id }, body: { overlap } }),
  test: (api: Client, id: string) => api.post('/webhook_endpoints/{endpoint_id}/test', { parts: { endpoint_id: id } }),
  deliveries: (api: Client, id: string, query: QueryOf<'/webhook_endpoints/{endpoint_id}/deliveries', 'get'>, signal?: AbortSignal) =>
    api.get('/webhook_endpoints/{endpoint_id}/deliveries', { parts: { endpoint_id: id }, query, signal }),
  delivery: (api: Client, id: string, delivery: string, signal?: AbortSignal) =>
    api.get('/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}', { parts: { endpoint_id: id, delivery_id: delivery }, signal }),
  redeliver: (api: Client, id: string, delivery: string) =>
    api.post('/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/redeliver', {
      parts: { endpoint_id: id, delivery_id: delivery },
    }),
  redeliverRange: (api: Client, id: string, range: Schemas['RangeRequest']) =>
    api.post('/webhook_endpoints/{endpoint_id}/redeliver', { parts: { endpoint_id: id }, body: range }),
}

export const providerEvents = {
  get: (api: Client, account: string, signal?: AbortSignal) =>
    api.get('/accounts/{account_id}/provider_events', { parts: { account_id: account }, signal }),
  put: (api: Client, account: string, wanted: Partial<Schemas['SubscriptionRequest']>) =>
    api.put('/accounts/{account_id}/provider_events', { parts: { account_id: account }, body: wanted as Schemas['SubscriptionRequest'] }),
  remove: (api: Client, account: string) =>
    api.remove('/accounts/{account_id}/provider_events', { parts: { account_id: account } }),
}

export const policy = {
  get: (api: Client, signal?: AbortSignal) => api.get('/policy', { signal }),
  put: (api: Client, rules: Rule[], expected: string | null) =>
    api.put('/policy', { body: { rules: plain(rules), expected_version: expected } }),
  explain: (api: Client, asked: Partial<Schemas['ExplainRequest']>) => api.post('/policy/explain', { body: asked as Schemas['ExplainRequest'] }),
  whatIf: (api: Client, rules: Rule[], days: number, signal?: AbortSignal) =>
    api.post('/policy/what-if', { body: { rules: plain(rules), days }, signal }),
}

function plain(rules: Rule[]): Record<string, unknown>[] {
  return rules as unknown as Record<string, unknown>[]
}

export const approvals = {
  list: (api: Client, query: QueryOf<'/approvals', 'get'>, signal?: AbortSignal) => api.get('/approvals', { query, signal }),
  /** Members see it whole. */
  get: async (api: Client, id: string, signal?: AbortSignal) =>
    (await api.get('/approvals/{approval_id}', { parts: { approval_id: id }, signal })) as Schemas['ApprovalView'],
  decide: (api: Client, id: string, approve: boolean) =>
    api.post('/approvals/{approval_id}/decide', { parts: { approval_id: id }, body: { approve } }),
  link: (api: Client, id: string) => api.post('/approvals/{approval_id}/link', { parts: { approval_id: id } }),
}
