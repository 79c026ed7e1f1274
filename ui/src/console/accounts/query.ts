import type { QueryOf } from '../api/calling'
import { setQuery } from '../lib/router'

export const PAGE_SIZE = 25

export interface Filters {
  search: string
  provider: string
  profile: string
  type: string
  status: string[]
  page: number
}

export function readFilters(query: URLSearchParams): Filters {
  return {
    search: query.get('search') ?? '',
    provider: query.get('provider') ?? '',
    profile: query.get('profile') ?? '',
    type: query.get('type') ?? '',
    status: query.getAll('status'),
    page: Math.max(1, Math.floor(Number(query.get('page')) || 1)),
  }
}

export function isFiltered(filters: Filters): boolean {
  const { search, provider, profile, type, status } = filters
  return search !== '' || provider !== '' || profile !== '' || type !== '' || status.length > 0
}

/** A change of a filter starts at the first page again. */
export function changeFilters(change: Partial<Record<'search' | 'provider' | 'profile' | 'type', string>> & { status?: string[] }): void {
  setQuery({ ...change, page: null })
}

export function clearFilters(): void {
  changeFilters({ search: '', provider: '', profile: '', type: '', status: [] })
}

export function wireQuery(filters: Filters): QueryOf<'/accounts', 'get'> {
  return {
    page: filters.page,
    page_size: PAGE_SIZE,
    search: filters.search,
    provider: filters.provider,
    profile_id: filters.profile,
    type: filters.type,
    status: filters.status,
  }
}
