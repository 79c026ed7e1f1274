/** Calls to our own server. Every failure becomes one `HubError`; nothing is swallowed and nothing is retried that could write twice. */
import type { AccountData, Attempt, ConnectorAnswer, Credentials, Integration, Linked, Settings, SignInBegun } from './types'

const WAITS_MS = [400, 1200]

/** A failure, with what its body said. `status` 0 means that the server was not reached. */
export class HubError extends Error {
  readonly at = new Date()

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string | null = null,
    readonly field: string | null = null,
    readonly retryAfter: number | null = null,
    readonly reference: string | null = null,
    readonly raw: string | null = null,
  ) {
    super(message)
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

const BY_STATUS: Record<number, string> = { 401: 'session_expired', 403: 'session_expired', 404: 'not_found', 410: 'link_ended' }

async function failure(answer: Response): Promise<HubError> {
  const raw = await answer.text().catch(() => '')
  let body: Record<string, unknown> = {}
  try {
    const parsed: unknown = JSON.parse(raw)
    if (parsed && typeof parsed === 'object') body = parsed as Record<string, unknown>
  } catch {
    // A proxy's own error page: the status alone has to do.
  }
  const wait = Number(body.retry_after ?? answer.headers.get('retry-after'))
  return new HubError(
    answer.status,
    text(body.code) ?? BY_STATUS[answer.status] ?? (answer.status >= 500 ? 'internal' : 'refused'),
    text(body.message) ?? `HTTP ${answer.status}`,
    text(body.hint),
    text(body.field),
    Number.isFinite(wait) && wait > 0 ? wait : null,
    text(body.reference) ?? text(body.request_id) ?? text(body.id) ?? answer.headers.get('x-request-id'),
    text(body.provider_response),
  )
}

async function send<T>(method: string, path: string, token: string | null, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (token) headers['x-hub-session-token'] = token
  if (body !== undefined) headers['content-type'] = 'application/json'
  let answer: Response
  try {
    answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' })
  } catch {
    throw new HubError(0, navigator.onLine ? 'unreachable' : 'offline', 'The server was not reached.')
  }
  if (!answer.ok) throw await failure(answer)
  const raw = await answer.text()
  try {
    return (raw ? JSON.parse(raw) : null) as T
  } catch {
    throw new HubError(answer.status, 'internal', 'The answer could not be read.')
  }
}

/** Reads may be repeated: after a fault of the network or the server, never after a refusal. */
async function read<T>(path: string, token: string): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await send<T>('GET', path, token)
    } catch (error) {
      if (!(error instanceof HubError) || (error.status !== 0 && error.status < 500)) throw error
      await new Promise((go) => window.setTimeout(go, wait))
    }
  }
  return send<T>('GET', path, token)
}

/** Trade the link's own token for a session. The only call that uses a link up. */
export function openLink(token: string): Promise<{ token: string }> {
  return send('POST', '/link/open', null, { token })
}

export interface Api {
  settings(): Promise<Settings>
  integrations(): Promise<Integration[]>
  connector(id: string): Promise<ConnectorAnswer>
  account(id: string): Promise<AccountData>
  link(integration: string, credentials: Credentials, asNew?: boolean): Promise<Linked>
  update(account: string, integration: string, credentials: Credentials): Promise<Linked>
  disconnect(account: string): Promise<unknown>
  /** Begin a sign-in at the provider; the address is opened once. */
  signIn(integration: string, account: string | null, asNew?: boolean): Promise<SignInBegun>
  attempt(id: string): Promise<Attempt>
  cancelAttempt(id: string): Promise<unknown>
}

/** The calls of one session. */
export function api(token: string): Api {
  const at = encodeURIComponent
  return {
    settings: () => read('/hub/settings', token),
    integrations: () => read<{ integrations: Integration[] }>('/hub/connectors', token).then((found) => found.integrations.filter((one) => one.active && one.name)),
    connector: (id) => read(`/hub/connectors/${at(id)}`, token),
    account: (id) => read(`/hub/accounts/${at(id)}`, token),
    link: (integration, credentials, asNew) =>
      send('POST', '/hub/accounts', token, { integration_id: integration, credentials, ...(asNew ? { as_new: true } : {}) }),
    update: (account, integration, credentials) => send('PATCH', `/hub/accounts/${at(account)}`, token, { integration_id: integration, credentials }),
    signIn: (integration, account, asNew) =>
      send('POST', '/hub/sign_in', token, { integration_id: integration, ...(account ? { account_id: account } : {}), ...(asNew ? { as_new: true } : {}) }),
    attempt: (id) => send('GET', `/hub/connection_attempts/${at(id)}`, token),
    cancelAttempt: (id) => send('DELETE', `/hub/connection_attempts/${at(id)}`, token),
    disconnect: (account) => send('DELETE', `/hub/accounts/${at(account)}`, token),
  }
}
