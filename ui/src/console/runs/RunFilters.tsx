import { accounts, keys } from '../api/calls'
import type { Run } from '../api/types'
import { FilterChip, type Option } from '../components/FilterChip'
import { useConnectors } from '../lib/catalogue'
import { useLoad } from '../lib/load'
import { setQuery } from '../lib/router'
import { useSession } from '../session/context'
import { ActionBox } from './ActionBox'
import { DateChip } from './DateChip'
import { type Chosen, clearRunFilters, isFiltered } from './filters'

interface Props {
  chosen: Chosen
  rows: Run[]
}

const OUTCOMES: readonly Option[] = [
  { value: 'true', label: 'Succeeded' },
  { value: 'false', label: 'Failed' },
]
const STATUSES: readonly Option[] = ['2xx', '4xx', '400', '401', '403', '404', '408', '409', '412', '429', '5xx', '502'].map((value) => ({
  value,
  label: value.endsWith('xx') ? `${value}, all of the kind` : value,
}))
const SOURCES: readonly Option[] = [
  { value: 'rpc', label: 'API' },
  { value: 'mcp', label: 'MCP' },
  { value: 'console', label: 'Console' },
]
const MOST = 100

function one(value: string): string[] {
  return value === '' ? [] : [value]
}

/** What is in the address is there to see even if it is not among what was loaded. */
function withChosen(options: Option[], chosen: string, name: (run: Run) => string | null | undefined, rows: Run[], is: (run: Run) => boolean): Option[] {
  if (chosen === '' || options.some((option) => option.value === chosen)) return options
  const run = rows.find(is)
  return [{ value: chosen, label: (run && name(run)) ?? chosen }, ...options]
}

function useOptions(chosen: Chosen, rows: Run[]) {
  const { api } = useSession()
  const { all } = useConnectors()
  const found = useLoad('accounts to filter by', (signal) => accounts.list(api, { page_size: MOST }, signal)).data?.data ?? []
  const callers = useLoad('keys to filter by', (signal) => keys.list(api, signal)).data ?? []
  const members = new Map(rows.filter((run) => run.source_type === 'console').map((run) => [run.source_id ?? '', run.source_value ?? '']))
  return {
    account: withChosen(
      found.map((account) => ({ value: account.id, label: `${account.origin_owner_name}, ${account.provider_name ?? account.provider}` })),
      chosen.account,
      (run) => run.linkwright?.owner_name,
      rows,
      (run) => run.account_id === chosen.account,
    ),
    caller: withChosen(
      [...callers.map((key) => ({ value: key.id, label: key.name })), ...[...members].map(([value, label]) => ({ value, label }))],
      chosen.caller,
      (run) => run.source_value,
      rows,
      (run) => run.source_id === chosen.caller,
    ),
    provider: all.map((connector) => ({ value: connector.provider, label: connector.provider_name })),
  }
}

export function RunFilters({ chosen, rows }: Props) {
  const options = useOptions(chosen, rows)
  const chip = (name: string, key: keyof Chosen, list: readonly Option[]) => (
    <FilterChip name={name} options={list} chosen={one(chosen[key])} onChange={([value = '']) => setQuery({ [key]: value })} />
  )
  return (
    <div className="filters" role="search">
      <ActionBox value={chosen.action} onChange={(value) => setQuery({ action: value })} />
      {chip('Account', 'account', options.account)}
      {chip('Outcome', 'success', OUTCOMES)}
      {chip('Status', 'status', STATUSES)}
      <DateChip since={chosen.since} until={chosen.until} />
      {chip('Caller', 'caller', options.caller)}
      {chip('Way in', 'source', SOURCES)}
      {chip('Connector', 'provider', options.provider)}
      {chosen.run !== '' && chip('Run', 'run', [{ value: chosen.run, label: chosen.run }])}
      {isFiltered(chosen) && (
        <button type="button" className="textlink small nowrap" onClick={clearRunFilters}>
          Clear all
        </button>
      )}
    </div>
  )
}
