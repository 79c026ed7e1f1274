import { useLoad } from '../lib/load'
import { FilterChip } from '../components/FilterChip'
import { accounts } from '../api/calls'
import type { Run } from '../api/types'
import { setQuery } from '../lib/router'
import { useSession } from '../session/context'
import { ActionBox } from './ActionBox'

interface Props {
  account: string
  action: string
  success: string
  rows: Run[]
}

const OUTCOMES = [
  { value: 'true', label: 'Succeeded' },
  { value: 'false', label: 'Failed' },
] as const
const MOST = 100

function one(value: string): string[] {
  return value === '' ? [] : [value]
}

/** Accounts to choose from; the one in the address is there even if it is not among the first. */
function useAccountOptions(chosen: string, rows: Run[]) {
  const { api } = useSession()
  const found = useLoad('accounts to filter by', (signal) => accounts.list(api, { page_size: MOST }, signal))
  const options = (found.data?.data ?? []).map((account) => ({
    value: account.id,
    label: `${account.origin_owner_name}, ${account.provider_name ?? account.provider}`,
  }))
  if (chosen !== '' && !options.some((option) => option.value === chosen)) {
    const run = rows.find((each) => each.account_id === chosen)
    options.unshift({ value: chosen, label: run?.linkwright?.owner_name ?? chosen })
  }
  return options
}

export function RunFilters({ account, action, success, rows }: Props) {
  const accountOptions = useAccountOptions(account, rows)
  return (
    <div className="filters" role="search">
      <ActionBox value={action} onChange={(value) => setQuery({ action: value })} />
      <FilterChip
        name="Account"
        options={accountOptions}
        chosen={one(account)}
        onChange={([value = '']) => setQuery({ account: value })}
      />
      <FilterChip
        name="Outcome"
        options={OUTCOMES}
        chosen={one(success)}
        onChange={([value = '']) => setQuery({ success: value })}
      />
      {(account !== '' || action !== '' || success !== '') && (
        <button type="button" className="textlink small nowrap" onClick={clearRunFilters}>
          Clear all
        </button>
      )}
    </div>
  )
}

export function clearRunFilters(): void {
  setQuery({ account: null, action: null, success: null })
}
