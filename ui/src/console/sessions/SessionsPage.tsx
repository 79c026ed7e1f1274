import { useState } from 'react'
import { Button, EmptyState, SkeletonRows } from '../../kit'
import { sessions } from '../api/calls'
import type { ListedSession } from '../api/types'
import { Failure } from '../components/Failure'
import { FilterChip } from '../components/FilterChip'
import { PageHead } from '../components/Page'
import { Pager } from '../components/Pager'
import { SearchBox } from '../components/SearchBox'
import { useConnectors } from '../lib/catalogue'
import { useLoad } from '../lib/load'
import { go, setQuery, usePlace } from '../lib/router'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { changeFilters, clearFilters, type Filters, isFiltered, PAGE_SIZE, readFilters, STATE_OPTIONS, wireQuery } from './query'
import { RevokeDialog } from './RevokeDialog'
import { SessionTable } from './SessionTable'

function None({ filters }: { filters: Filters }) {
  if (isFiltered(filters) || filters.page > 1) {
    return <EmptyState icon="filter" title="Nothing matches these filters" actions={<Button onClick={clearFilters}>Clear filters</Button>} />
  }
  return (
    <EmptyState icon="clock" title="No connect sessions yet" actions={<Button onClick={() => go('/console/accounts')}>Go to accounts</Button>}>
      One is made for each auth link that you send, and each time that your server lets somebody link an account.
    </EmptyState>
  )
}

/** Auth links and sessions: how each stands, who made it, and an end to those that are open. */
export function SessionsPage() {
  const { api, mayChange } = useSession()
  const { query } = usePlace()
  const filters = readFilters(query)
  const wire = wireQuery(filters)
  const list = useLoad(JSON.stringify(wire), (signal) => sessions.list(api, wire, signal))
  const { all, logos, nameOf } = useConnectors()
  const [revoking, setRevoking] = useState<ListedSession | null>(null)
  const rows = list.data?.data
  return (
    <>
      <PageHead title="Connect sessions" total={list.data?.total ?? null}>
        {!mayChange && <span className="small muted">{CHANGE_NEEDS}</span>}
      </PageHead>
      <div className="pbody">
        <p className="muted">Each stands for one owner who may link an account: by an auth link, or in the Hub within your app.</p>
        <div className="filters" role="search">
          <SearchBox label="Search sessions" placeholder="Owner, id or label" value={filters.search} onChange={(search) => changeFilters({ search })} />
          <FilterChip name="State" several options={STATE_OPTIONS} chosen={filters.state} onChange={(state) => changeFilters({ state })} />
          <FilterChip
            name="Connector"
            options={all.map((each) => ({ value: each.provider, label: each.provider_name }))}
            chosen={filters.provider === '' ? [] : [filters.provider]}
            onChange={([provider = '']) => changeFilters({ provider })}
          />
          {isFiltered(filters) && (
            <button type="button" className="textlink small nowrap" onClick={clearFilters}>
              Clear all
            </button>
          )}
        </div>
        <div className={list.loading && rows ? 'card tablec stale' : 'card tablec'} aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load connect sessions" retry={list.reload} />
            </div>
          )}
          {!rows && !list.error && <SkeletonRows label="Loading connect sessions" onRetry={list.reload} />}
          {rows && rows.length > 0 && <SessionTable sessions={rows} logos={logos} nameOf={nameOf} mayChange={mayChange} onRevoke={setRevoking} />}
          {rows?.length === 0 && <None filters={filters} />}
          {rows && (
            <Pager page={filters.page} size={PAGE_SIZE} shown={rows.length} total={list.data?.total ?? null} onPage={(page) => setQuery({ page: page === 1 ? null : String(page) })} />
          )}
        </div>
      </div>
      {revoking && <RevokeDialog session={revoking} onRevoked={list.reload} onClose={() => setRevoking(null)} />}
    </>
  )
}
