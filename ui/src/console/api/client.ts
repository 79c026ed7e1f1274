import { errorOf, unreachable } from './errors'

export type Query = Record<string, string | number | string[] | null | undefined>

export interface Answer<T> {
  data: T
  /** From `x-total-count`, where the endpoint tells it. */
  total: number | null
}

export interface Credentials {
  csrf: string
  project: string
}

export interface RequestOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [String(value)]) search.append(name, one)
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Talks to the server this page came from: cookie of the member, CSRF token and project on every call. */
export class Client {
  private readonly credentials: Credentials | null
  private readonly onSignedOut: () => void

  constructor(credentials: Credentials | null, onSignedOut: () => void = () => undefined) {
    this.credentials = credentials
    this.onSignedOut = onSignedOut
  }

  async send<T>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<T>> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (options.body !== undefined) headers['content-type'] = 'application/json'
    if (this.credentials) {
      headers['x-linkwright-project'] = this.credentials.project
      if (method !== 'GET') headers['x-csrf-token'] = this.credentials.csrf
    }
    const response = await this.fetch(withQuery(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    })
    if (!response.ok) {
      if (response.status === 401 && this.credentials) this.onSignedOut()
      throw await errorOf(response)
    }
    const text = await response.text()
    const count = response.headers.get('x-total-count')
    return { data: (text === '' ? null : JSON.parse(text)) as T, total: count === null ? null : Number(count) }
  }

  async get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return (await this.send<T>('GET', path, { query, signal })).data
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return (await this.send<T>('POST', path, { body })).data
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    return (await this.send<T>('PATCH', path, { body })).data
  }

  async remove<T>(path: string): Promise<T> {
    return (await this.send<T>('DELETE', path)).data
  }

  private async fetch(address: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(address, init)
    } catch (thrown) {
      if (thrown instanceof TypeError) throw unreachable()
      throw thrown
    }
  }
}
