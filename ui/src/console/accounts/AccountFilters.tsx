import type { ConnectorMeta, Profile } from '../api/types'
import { FilterChip } from '../components/FilterChip'
import { SearchBox } from '../components/SearchBox'
import { changeFilters, clearFilters, type Filters, isFiltered } from './query'
import { STATUS_OPTIONS, TYPE_OPTIONS } from './words'

interface Props {
  filters: Filters
  connectors: ConnectorMeta[]
  profiles: Profile[]
}

function one(value: string): string[] {
  return value === '' ? [] : [value]
}

export function AccountFilters({ filters, connectors, profiles }: Props) {
  return (
    <div className="filters" role="search">
      <SearchBox
        label="Search accounts"
        placeholder="Owner, id or label"
        value={filters.search}
        onChange={(search) => changeFilters({ search })}
      />
      <FilterChip
        name="Connector"
        options={connectors.map((each) => ({ value: each.provider, label: each.provider_name }))}
        chosen={one(filters.provider)}
        onChange={([provider = '']) => changeFilters({ provider })}
      />
      <FilterChip
        name="Status"
        several
        options={STATUS_OPTIONS}
        chosen={filters.status}
        onChange={(status) => changeFilters({ status })}
      />
      <FilterChip
        name="Profile"
        options={profiles.map((each) => ({ value: each.id, label: each.name }))}
        chosen={one(filters.profile)}
        onChange={([profile = '']) => changeFilters({ profile })}
      />
      <FilterChip
        name="Type"
        options={TYPE_OPTIONS}
        chosen={one(filters.type)}
        onChange={([type = '']) => changeFilters({ type })}
      />
      {isFiltered(filters) && (
        <button type="button" className="textlink small nowrap" onClick={clearFilters}>
          Clear all
        </button>
      )}
    </div>
  )
}
