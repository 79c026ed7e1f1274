import { Button, EmptyState, SkeletonRows } from '../../kit'
import type { Answer } from '../api/client'
import type { Account } from '../api/types'
import { Failure } from '../components/Failure'
import { Pager } from '../components/Pager'
import type { Loaded } from '../lib/load'
import { setQuery } from '../lib/router'
import type { Rows } from '../lib/rows'
import { useSession } from '../session/context'
import { AccountTable } from './AccountTable'
import { clearFilters, type Filters, isFiltered, PAGE_SIZE } from './query'
import type { Asked } from './RowMenu'

interface Props {
  list: Loaded<Answer<Account[]>>
  filters: Filters
  logos: Map<string, string>
  rows: Rows
  addressOf: (id: string) => string
  onAsk: (what: Asked, account: Account) => void
  onCopy: (id: string) => void
  onLink: (type: 'production' | 'test') => void
}

function None({ onLink }: Pick<Props, 'onLink'>) {
  const { mayChange } = useSession()
  return (
    <EmptyState
      icon="link"
      title="No accounts yet"
      actions={
        mayChange && (
          <>
            <Button onClick={() => onLink('test')}>Try a test account</Button>
            <Button variant="primary" onClick={() => onLink('production')}>
              Link account
            </Button>
          </>
        )
      }
    >
      Link one yourself, or send a customer a link. A test account needs no login at the provider.
    </EmptyState>
  )
}

function NoneMatches({ filters }: { filters: Filters }) {
  if (!isFiltered(filters)) {
    return (
      <EmptyState
        icon="list"
        title="This page is past the end of the list"
        actions={<Button onClick={clearFilters}>First page</Button>}
      />
    )
  }
  const what = filters.search === '' ? 'Nothing matches these filters' : `Nothing matches “${filters.search}”`
  return <EmptyState icon="filter" title={what} actions={<Button onClick={clearFilters}>Clear filters</Button>} />
}

/** The table and everything that can stand in its place. Old rows stay while new ones load or fail to. */
export function AccountList({ list, filters, onLink, ...props }: Props) {
  const { mayChange } = useSession()
  const rows = list.data?.data
  return (
    <div className={list.loading && rows ? 'card tablec stale' : 'card tablec'} aria-busy={list.loading}>
      {list.error && (
        <div className="cardpad">
          <Failure error={list.error} what="Could not load accounts" retry={list.reload} />
        </div>
      )}
      {!rows && !list.error && <SkeletonRows label="Loading accounts" onRetry={list.reload} />}
      {rows && rows.length > 0 && <AccountTable accounts={rows} mayChange={mayChange} {...props} />}
      {rows && rows.length === 0 && !isFiltered(filters) && filters.page === 1 && <None onLink={onLink} />}
      {rows && rows.length === 0 && (isFiltered(filters) || filters.page > 1) && <NoneMatches filters={filters} />}
      {rows && (
        <Pager
          page={filters.page}
          size={PAGE_SIZE}
          shown={rows.length}
          total={list.data?.total ?? null}
          onPage={(page) => setQuery({ page: page === 1 ? null : String(page) }, { replace: false })}
        />
      )}
    </div>
  )
}
