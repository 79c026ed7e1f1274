import type { QueryOf } from '../api/calling'
import { setQuery } from '../lib/router'

/** What narrows the list, by its name in the address. */
export interface Chosen {
  account: string
  action: string
  provider: string
  success: string
  status: string
  source: string
  caller: string
  since: string
  until: string
  run: string
}

const NAMES = ['account', 'action', 'provider', 'success', 'status', 'source', 'caller', 'since', 'until', 'run'] as const

export function chosenOf(query: URLSearchParams): Chosen {
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ''])) as unknown as Chosen
}

export function isFiltered(chosen: Chosen): boolean {
  return NAMES.some((name) => chosen[name] !== '')
}

export function clearRunFilters(): void {
  setQuery(Object.fromEntries(NAMES.map((name) => [name, null])))
}

const HOUR_MS = 3_600_000
/** Stretches up to now, as they stand in the address; anything else there is a date or a moment. */
export const STRETCHES = [
  { value: '1h', label: 'the last hour', ms: HOUR_MS },
  { value: '24h', label: 'the last 24 hours', ms: 24 * HOUR_MS },
  { value: '7d', label: 'the last 7 days', ms: 168 * HOUR_MS },
] as const

/** A day as the reader's zone has it, or a moment; null where it cannot be read. */
export function moment(text: string, end: boolean): string | null {
  const day = /^\d{4}-\d\d-\d\d$/.test(text)
  const at = new Date(day ? `${text}T${end ? '23:59:59.999' : '00:00:00'}` : text)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** Values as they stand in the address, with commas between. */
function listed(text: string): string[] {
  return text.split(',').filter(Boolean)
}

export function wanted(chosen: Chosen, now: number): QueryOf<'/requests/logs', 'get'> {
  const stretch = STRETCHES.find((one) => one.value === chosen.since)
  return {
    account_ids: listed(chosen.account),
    actions: listed(chosen.action),
    providers: listed(chosen.provider),
    success: chosen.success === 'true' || chosen.success === 'false' ? chosen.success : null,
    status_codes: listed(chosen.status),
    source_types: listed(chosen.source),
    source_ids: listed(chosen.caller),
    request_ids: listed(chosen.run),
    start_date: stretch ? new Date(now - stretch.ms).toISOString() : moment(chosen.since, false),
    end_date: moment(chosen.until, true),
  }
}
