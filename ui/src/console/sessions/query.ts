import type { QueryOf } from '../api/calling'
import { setQuery } from '../lib/router'

export const PAGE_SIZE = 25

export interface Filters {
  search: string
  provider: string
  state: string[]
  page: number
}

export const STATE_OPTIONS = [
  { value: 'open', label: 'Open' },
  { value: 'used', label: 'Used' },
  { value: 'expired', label: 'Expired' },
  { value: 'revoked', label: 'Revoked' },
] as const

export function readFilters(query: URLSearchParams): Filters {
  return {
    search: query.get('search') ?? '',
    provider: query.get('provider') ?? '',
    state: query.getAll('state'),
    page: Math.max(1, Math.floor(Number(query.get('page')) || 1)),
  }
}

export function isFiltered({ search, provider, state }: Filters): boolean {
  return search !== '' || provider !== '' || state.length > 0
}

/** A change of a filter starts at the first page again. */
export function changeFilters(change: { search?: string; provider?: string; state?: string[] }): void {
  setQuery({ ...change, page: null })
}

export function clearFilters(): void {
  changeFilters({ search: '', provider: '', state: [] })
}

export function wireQuery(filters: Filters): QueryOf<'/connect_sessions', 'get'> {
  return {
    page: filters.page,
    page_size: PAGE_SIZE,
    search: filters.search,
    provider: filters.provider === '' ? null : [filters.provider],
    state: filters.state,
  }
}
