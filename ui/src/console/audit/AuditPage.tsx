import { useState } from 'react'
import { Button, EmptyState, IconButton, Menu, Segment, SkeletonRows } from '../../kit'
import { audit } from '../api/calls'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { plural } from '../lib/format'
import { useDeed } from '../lib/load'
import { go, setQuery, usePlace } from '../lib/router'
import { useRows } from '../lib/rows'
import { save } from '../lib/saving'
import { useSession } from '../session/context'
import { AuditDrawer } from './AuditDrawer'
import { AuditFilters } from './AuditFilters'
import { AuditTable } from './AuditTable'
import { ChainState } from './ChainState'
import { chosenOf, clearFilters, isFiltered, wanted } from './filters'
import { useRecords } from './useRecords'

const LIST = '/console/audit'

/** `open`: the record in the drawer, from the address. */
export function AuditPage({ open }: { open: string | null }) {
  const { api } = useSession()
  const { query } = usePlace()
  const chosen = chosenOf(query)
  const chain = chosen.chain === 'organization' ? 'organization' : 'project'
  const list = useRecords(api, chosen)
  const [turn, setTurn] = useState(0)
  const shown = list.rows ?? []
  const addressOf = (id: string | null) => {
    const text = query.toString()
    return (id === null ? LIST : `${LIST}/${encodeURIComponent(id)}`) + (text === '' ? '' : `?${text}`)
  }
  const rows = useRows({
    ids: shown.map((record) => record.id),
    held: open,
    onMove: (id) => {
      if (open !== null) go(addressOf(id), { replace: true })
    },
  })
  const take = useDeed(async (format: 'jsonl' | 'cef') => {
    save(await audit.export(api, { ...wanted(chosen, Date.now()), format }), `audit.${format}`)
    list.reload()
  })
  const reload = () => {
    list.reload()
    setTurn((old) => old + 1)
  }
  const filtered = isFiltered(chosen)
  return (
    <>
      <PageHead title="Audit">
        <Menu
          label="Export"
          groups={[
            {
              items: [
                { label: filtered ? 'JSON lines, as filtered' : 'JSON lines, to be verified', onChoose: () => void take.run('jsonl') },
                { label: filtered ? 'CEF, as filtered' : 'CEF, for log collectors', onChoose: () => void take.run('cef') },
              ],
            },
          ]}
          trigger={(props) => (
            <Button icon="download" busy={take.busy && 'Exporting'} {...props}>
              Export
            </Button>
          )}
        />
        <IconButton icon="refresh" label="Load again" onClick={reload} />
      </PageHead>
      <div className="pbody">
        {take.error && <Failure error={take.error} what="Could not export the record" />}
        {!list.error && <ChainState chain={chain} turn={turn} />}
        <Segment
          label="Whose record"
          options={[
            { value: 'project', label: 'This project' },
            { value: 'organization', label: 'Organization' },
          ]}
          value={chain}
          onChange={(value) => setQuery({ chain: value === 'organization' ? value : null })}
        />
        <AuditFilters chosen={chosen} rows={shown} />
        <div className={list.loading && list.rows ? 'card tablec stale' : 'card tablec'} aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load the record" retry={reload} />
            </div>
          )}
          {!list.rows && !list.error && <SkeletonRows rows={8} label="Loading the record" onRetry={reload} />}
          {shown.length > 0 && <AuditTable records={shown} rows={rows} addressOf={addressOf} />}
          {list.rows?.length === 0 && (
            <EmptyState
              icon={filtered ? 'filter' : 'shield'}
              title={filtered ? 'Nothing matches these filters' : 'Nothing is recorded yet'}
              actions={filtered && <Button onClick={clearFilters}>Clear filters</Button>}
            >
              Every change, every call and every refusal leaves a record here.
            </EmptyState>
          )}
          {shown.length > 0 && (
            <div className="pager">
              <span>{plural(shown.length, 'record')} shown</span>
              {list.next !== null && (
                <Button size="sm" busy={list.more && 'Loading'} onClick={list.loadMore}>
                  Load older
                </Button>
              )}
            </div>
          )}
        </div>
      </div>
      {open !== null && (
        <AuditDrawer id={open} chain={chain} known={shown.find((record) => record.id === open)} onClose={() => go(addressOf(null))} />
      )}
    </>
  )
}
