import { keys } from '../api/calls'
import type { AuditRecord } from '../api/types'
import { FilterChip, type Option } from '../components/FilterChip'
import { SearchBox } from '../components/SearchBox'
import { useLoad } from '../lib/load'
import { setQuery } from '../lib/router'
import { DateChip } from '../runs/DateChip'
import { useSession } from '../session/context'
import { type Chosen, clearFilters, isFiltered } from './filters'
import { who } from './words'

const OUTCOMES: readonly Option[] = [
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
]
const FACES: readonly Option[] = [
  { value: 'rest', label: 'API' },
  { value: 'mcp', label: 'MCP' },
  { value: 'console', label: 'Console' },
  { value: 'hub', label: 'Hub' },
  { value: 'cli', label: 'Command line' },
  { value: 'system', label: 'Linkwright itself' },
]
const GROUPS: readonly Option[] = [
  { value: 'action.', label: 'Actions' },
  { value: 'proxy.', label: 'Proxy' },
  { value: 'access.', label: 'Refused access' },
  { value: 'account.', label: 'Accounts' },
  { value: 'credential.', label: 'Credentials' },
  { value: 'session.', label: 'Connect sessions' },
  { value: 'key.', label: 'API keys' },
  { value: 'member.', label: 'Members' },
  { value: 'consent.', label: 'Consents' },
  { value: 'project.', label: 'Project' },
  { value: 'profile.', label: 'Profiles' },
  { value: 'connector.', label: 'Connectors' },
  { value: 'webhook.', label: 'Webhooks' },
  { value: 'vault.', label: 'Vault' },
  { value: 'audit.', label: 'The record itself' },
]

function one(value: string): string[] {
  return value === '' ? [] : [value]
}

function withChosen(options: readonly Option[], value: string): readonly Option[] {
  return value === '' || options.some((option) => option.value === value) ? options : [{ value, label: value }, ...options]
}

export function AuditFilters({ chosen, rows }: { chosen: Chosen; rows: AuditRecord[] }) {
  const { api } = useSession()
  const known = useLoad('keys to filter by', (signal) => keys.list(api, signal)).data ?? []
  const people = new Map<string, string>(known.map((key) => [`key:${key.id}`, key.name]))
  for (const record of rows) if (!people.has(record.principal)) people.set(record.principal, who(record))
  const callers = [...people].map(([value, label]) => ({ value, label }))
  const chip = (name: string, key: keyof Chosen, options: readonly Option[]) => (
    <FilterChip name={name} options={withChosen(options, chosen[key])} chosen={one(chosen[key])} onChange={([value = '']) => setQuery({ [key]: value })} />
  )
  return (
    <div className="filters" role="search">
      <SearchBox label="Id of what was acted on" placeholder="Id of what was acted on" value={chosen.target} onChange={(value) => setQuery({ target: value })} />
      {chip('Event', 'event', GROUPS)}
      {chip('Outcome', 'outcome', OUTCOMES)}
      <DateChip since={chosen.since} until={chosen.until} />
      {chip('Who', 'principal', callers)}
      {chip('Way in', 'face', FACES)}
      {chosen.account !== '' && chip('Account', 'account', [])}
      {chosen.run !== '' && chip('Run', 'run', [])}
      {isFiltered(chosen) && (
        <button type="button" className="textlink small nowrap" onClick={clearFilters}>
          Clear all
        </button>
      )}
    </div>
  )
}
