import type { QueryOf } from '../api/calling'
import { setQuery } from '../lib/router'
import { STRETCHES, moment } from '../runs/filters'

/** What narrows the record, by its name in the address. */
export interface Chosen {
  event: string
  principal: string
  target: string
  outcome: string
  account: string
  run: string
  face: string
  since: string
  until: string
  chain: string
}

const NAMES = ['event', 'principal', 'target', 'outcome', 'account', 'run', 'face', 'since', 'until'] as const
type Wanted = Omit<NonNullable<QueryOf<'/audit', 'get'>>, 'next' | 'page_size'>

export function chosenOf(query: URLSearchParams): Chosen {
  const chosen = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? '']))
  return { ...chosen, chain: query.get('chain') === 'organization' ? 'organization' : 'project' } as unknown as Chosen
}

export function isFiltered(chosen: Chosen): boolean {
  return NAMES.some((name) => chosen[name] !== '')
}

export function clearFilters(): void {
  setQuery(Object.fromEntries(NAMES.map((name) => [name, null])))
}

/** As the endpoint takes it; stretches begin at `now` less their length. */
export function wanted(chosen: Chosen, now: number): Wanted {
  const stretch = STRETCHES.find((one) => one.value === chosen.since)
  const outcome = (['done', 'refused', 'failed'] as const).find((one) => one === chosen.outcome)
  return {
    event: chosen.event,
    principal: chosen.principal,
    target: chosen.target,
    account: chosen.account,
    run: chosen.run,
    face: chosen.face,
    ...(outcome ? { outcome } : {}),
    chain: chosen.chain === 'organization' ? 'organization' : 'project',
    since: stretch ? new Date(now - stretch.ms).toISOString() : moment(chosen.since, false),
    until: moment(chosen.until, true),
  }
}
