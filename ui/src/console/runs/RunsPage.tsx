import { useEffect, useState } from 'react'
import { Button, EmptyState, IconButton, SkeletonRows } from '../../kit'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { plural } from '../lib/format'
import { useKeys } from '../lib/keys'
import { go, usePlace } from '../lib/router'
import { useRows } from '../lib/rows'
import { useSession } from '../session/context'
import { keepOrder } from './order'
import { chosenOf, clearRunFilters, isFiltered } from './filters'
import { RunFilters } from './RunFilters'
import { RunTable } from './RunTable'
import { type RunList, useRuns } from './useRuns'

function None({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon="filter"
        title="Nothing matches these filters"
        actions={<Button onClick={clearRunFilters}>Clear filters</Button>}
      >
        An action needs its full name, such as linear_list_issues.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="list"
      title="No runs yet"
      actions={
        <Button icon="bolt" onClick={() => go('/console/agents')}>
          Connect an agent
        </Button>
      }
    >
      Every call of an action shows here, with what it asked the provider and what came back. Connect an agent, or call the API.
    </EmptyState>
  )
}

function Foot({ list, tail }: { list: RunList; tail: boolean }) {
  if (!list.rows || list.rows.length === 0) return null
  return (
    <div className="pager">
      <span>
        {plural(list.rows.length, 'run')} shown{tail && list.fresh > 0 ? `, ${list.fresh} new since live tail began` : ''}
      </span>
      {list.next !== null && (
        <Button size="sm" busy={list.more && 'Loading'} onClick={list.loadMore}>
          Load older
        </Button>
      )}
    </div>
  )
}

export function RunsPage() {
  const { api } = useSession()
  const { query } = usePlace()
  const chosen = chosenOf(query)
  const [tail, setTail] = useState(false)
  const list = useRuns(api, chosen, tail)
  const rows = useRows({ ids: (list.rows ?? []).map((run) => run.request_id) })
  useKeys({ l: () => setTail((old) => !old) })
  useEffect(() => {
    if (list.rows) {
      const ids = list.rows.map((run) => run.request_id)
      keepOrder({ ids, address: window.location.pathname + window.location.search })
    }
  }, [list.rows])

  return (
    <>
      <PageHead title="Runs">
        <button type="button" role="switch" aria-checked={tail} className="livebtn" onClick={() => setTail(!tail)}>
          <span className={tail ? 'switch on' : 'switch'} aria-hidden="true" />
          Live tail
          <kbd className="only-l" aria-hidden="true">
            L
          </kbd>
        </button>
        <IconButton icon="refresh" label="Load again" onClick={list.reload} />
      </PageHead>
      <div className="pbody">
        <RunFilters chosen={chosen} rows={list.rows ?? []} />
        <div className={list.loading && list.rows ? 'card tablec stale' : 'card tablec'} aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load runs" retry={list.reload} />
            </div>
          )}
          {!list.rows && !list.error && <SkeletonRows rows={8} label="Loading runs" onRetry={list.reload} />}
          {list.rows && list.rows.length > 0 && <RunTable runs={list.rows} rows={rows} />}
          {list.rows?.length === 0 && <None filtered={isFiltered(chosen)} />}
          <Foot list={list} tail={tail} />
        </div>
      </div>
    </>
  )
}
