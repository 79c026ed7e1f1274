import { useState } from 'react'
import { Button } from '../../kit'
import { accounts, catalogue } from '../api/calls'
import type { Account } from '../api/types'
import { PageHead } from '../components/Page'
import { useConnectors } from '../lib/catalogue'
import { useKeys } from '../lib/keys'
import { useLoad } from '../lib/load'
import { go, usePlace } from '../lib/router'
import { useRows } from '../lib/rows'
import { LinkDialog } from '../link/LinkDialog'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { AccountDialogs } from './AccountDialogs'
import { AccountDrawer } from './AccountDrawer'
import { AccountFilters } from './AccountFilters'
import { AccountList } from './AccountList'
import { Attention } from './Attention'
import { useAccountDeeds } from './deeds'
import { isFiltered, readFilters, wireQuery } from './query'
import { type Asked, runsOf, testerOf } from './RowMenu'

const LIST = '/console/accounts'

/** `open`: the account in the drawer, from the address. */
export function AccountsPage({ open }: { open: string | null }) {
  const { api, mayChange } = useSession()
  const { query } = usePlace()
  const filters = readFilters(query)
  const wire = wireQuery(filters)
  const list = useLoad(JSON.stringify(wire), (signal) => accounts.list(api, wire, signal))
  const { all: connectors, logos } = useConnectors()
  const profiles = useLoad('profiles', (signal) => catalogue.profiles(api, signal)).data ?? []
  const [linking, setLinking] = useState<'production' | 'test' | null>(null)
  const [asked, setAsked] = useState<{ what: Asked; account: Account } | null>(null)
  const [turn, setTurn] = useState(0)
  const shown = list.data?.data ?? []
  // The empty state has the one primary button then.
  const none = list.data?.data.length === 0 && !isFiltered(filters)

  const addressOf = (id: string | null) => {
    const text = query.toString()
    return (id === null ? LIST : `${LIST}/${encodeURIComponent(id)}`) + (text === '' ? '' : `?${text}`)
  }
  const reload = () => {
    list.reload()
    setTurn((old) => old + 1)
  }
  const deeds = useAccountDeeds(
    (changed) => {
      list.change((old) => ({ ...old, data: old.data.map((one) => (one.id === changed.id ? { ...one, ...changed } : one)) }))
      setTurn((old) => old + 1)
    },
    (gone) => {
      if (open === gone.id) go(addressOf(null), { replace: true })
      reload()
    },
  )
  const ask = (what: Asked) => (id: string) => {
    const account = shown.find((one) => one.id === id)
    if (account && mayChange) setAsked({ what, account })
  }
  const rows = useRows({
    ids: shown.map((one) => one.id),
    held: open,
    onMove: (id) => {
      if (open !== null) go(addressOf(id), { replace: true })
    },
    actions: {
      e: ask('edit'),
      r: (id) => go(runsOf(id)),
      t: (id) => go(testerOf(id)),
      Backspace: ask('delete'),
      Delete: ask('delete'),
    },
  })
  useKeys({
    c: (event) => {
      if (!mayChange) return
      event.preventDefault()
      setLinking('production')
    },
    'mod+c': () => {
      const selecting = (window.getSelection()?.toString() ?? '') !== ''
      if (rows.active !== null && !selecting) void deeds.copyId(rows.active)
    },
  })

  return (
    <>
      <PageHead title="Accounts" total={list.data?.total ?? null}>
        {mayChange ? (
          <Button variant={none ? 'default' : 'primary'} icon="add" onClick={() => setLinking('production')}>
            Link account
            <kbd className="only-l inbtn" aria-hidden="true">
              C
            </kbd>
          </Button>
        ) : (
          <span className="small muted">{CHANGE_NEEDS}</span>
        )}
      </PageHead>
      <div className="pbody">
        <AccountFilters filters={filters} connectors={connectors} profiles={profiles} />
        {!isFiltered(filters) && <Attention turn={turn} />}
        <AccountList
          list={list}
          filters={filters}
          logos={logos}
          rows={rows}
          addressOf={addressOf}
          onAsk={(what, account) => setAsked({ what, account })}
          onCopy={(id) => void deeds.copyId(id)}
          onLink={setLinking}
        />
      </div>
      {open !== null && (
        <AccountDrawer
          id={open}
          known={shown.find((one) => one.id === open)}
          logos={logos}
          deeds={deeds}
          onAsk={(what, account) => setAsked({ what, account })}
          onCopy={(id) => void deeds.copyId(id)}
          onClose={() => go(addressOf(null))}
        />
      )}
      <AccountDialogs asked={asked} deeds={deeds} onEdited={reload} onClose={() => setAsked((now) => (now === asked ? null : now))} />
      {linking !== null && (
        <LinkDialog connectors={connectors} type={linking} onLinked={reload} onClose={() => setLinking(null)} />
      )}
    </>
  )
}
