import type { Answer, Client, Query } from './client'
import type {
  Account,
  AccountType,
  ApiKey,
  CatalogueAction,
  ConnectorMeta,
  ConnectSession,
  Me,
  NewApiKey,
  Profile,
  ProfileChange,
  ProfileDetail,
  ProjectSettings,
  RunDetail,
  RunPage,
  SessionWanted,
} from './types'

const part = encodeURIComponent

/** Some lists come bare, some in an envelope; screens want the rows. */
function rows<T>(body: T[] | { data: T[] }): T[] {
  return Array.isArray(body) ? body : body.data
}

export const auth = {
  me: (api: Client) => api.get<Me>('/console/api/me'),
  signIn: (api: Client, email: string, password: string) => api.post('/console/api/sign-in', { email, password }),
  signOut: (api: Client) => api.post('/console/api/sign-out'),
  claim: (api: Client, wanted: { token: string; email: string; name: string; password: string }) =>
    api.post('/console/api/claim', wanted),
}

export const accounts = {
  list: (api: Client, query: Query, signal?: AbortSignal): Promise<Answer<Account[]>> =>
    api.send<Account[]>('GET', '/accounts', { query, signal }),
  get: (api: Client, id: string, signal?: AbortSignal) => api.get<Account>(`/accounts/${part(id)}`, {}, signal),
  suspend: (api: Client, id: string) => api.post<Account>(`/accounts/${part(id)}/suspend`),
  resume: (api: Client, id: string) => api.post<Account>(`/accounts/${part(id)}/resume`),
  convert: (api: Client, id: string, type: AccountType) => api.post<Account>(`/accounts/${part(id)}/convert`, { type }),
  remove: (api: Client, id: string) => api.remove<Account>(`/accounts/${part(id)}`),
}

export const sessions = {
  create: (api: Client, wanted: SessionWanted) => api.post<ConnectSession>('/connect_sessions', wanted),
  revoke: (api: Client, session: ConnectSession) =>
    api.post(`/connect_sessions/${part(String(session.linkwright?.id ?? session.id))}/revoke`),
}

export const catalogue = {
  connectors: async (api: Client, signal?: AbortSignal) =>
    rows(await api.get<ConnectorMeta[] | { data: ConnectorMeta[] }>('/connectors/meta', {}, signal)),
  profiles: async (api: Client, signal?: AbortSignal) =>
    rows(await api.get<Profile[] | { data: Profile[] }>('/auth_configs', { page_size: 100 }, signal)),
  connector: (api: Client, key: string, signal?: AbortSignal) => api.get<ConnectorMeta>(`/connectors/meta/${part(key)}`, {}, signal),
  /** All actions of a connector, or of all; without their schemas, which are ten times as much. */
  actions: async (api: Client, connector: string | null, signal?: AbortSignal) =>
    (await api.get<{ data: { actions: CatalogueAction[] }[] }>('/actions', { connectors: connector, page_size: 100 }, signal)).data.flatMap(
      (one) => one.actions,
    ),
  profile: (api: Client, id: string, signal?: AbortSignal) => api.get<ProfileDetail>(`/connector_profiles/${part(id)}`, {}, signal),
  saveProfile: (api: Client, id: string, change: ProfileChange) => api.patch<ProfileDetail>(`/connector_profiles/${part(id)}`, change),
}

export const runs = {
  list: (api: Client, query: Query, signal?: AbortSignal) => api.get<RunPage>('/requests/logs', query, signal),
  get: (api: Client, id: string, signal?: AbortSignal) =>
    api.get<RunDetail>(`/requests/logs/${part(id)}`, { include: ['step_logs', 'advanced_logs'] }, signal),
}

export const keys = {
  list: async (api: Client, signal?: AbortSignal) =>
    rows(await api.get<ApiKey[] | { data: ApiKey[] }>('/console/api/keys', {}, signal)),
  create: (api: Client, wanted: { name: string; preset?: string; scopes?: string[]; expires_at: string | null }) =>
    api.post<NewApiKey>('/console/api/keys', wanted),
  revoke: (api: Client, id: string) => api.post(`/console/api/keys/${part(id)}/revoke`),
}

export const project = {
  get: (api: Client, signal?: AbortSignal) => api.get<ProjectSettings>('/console/api/project', {}, signal),
  save: (api: Client, change: Partial<Omit<ProjectSettings, 'id'>>) =>
    api.patch<ProjectSettings>('/console/api/project', change),
}
