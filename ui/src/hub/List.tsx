/** The tools that can be connected: what is connected first, search, categories, arrow keys. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Icon, IconButton, Tile } from '../kit'
import { useHub } from './context'
import { Frame, useTitle } from './Frame'
import { rich, t } from './language'
import { State } from './Rights'
import type { ConnectedAccount, Integration } from './types'
import { category } from './words'

const CHIPS_FROM_TOOLS = 6
const CHIPS_FROM_CATEGORIES = 2

interface Props {
  tools: Integration[]
  connected: ConnectedAccount[]
  onPick: (tool: Integration) => void
  onOpen: (account: ConnectedAccount) => void
}

function categoriesOf(tool: Integration): string[] {
  const own = tool.linkwright?.categories
  return (own?.length ? own : [tool.type]).map(category)
}

function matches(tool: Integration, query: string, chosen: string | null): boolean {
  if (chosen && !categoriesOf(tool).includes(chosen)) return false
  const text = `${tool.name} ${tool.provider} ${tool.linkwright?.description ?? ''} ${categoriesOf(tool).join(' ')}`.toLocaleLowerCase()
  return query.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word))
}

/** Arrow keys walk through the cards, from the search field too. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  const inField = event.target instanceof HTMLInputElement
  if (!step || (inField && event.key !== 'ArrowDown')) return
  const cards = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('.cl .c'))
  const at = cards.indexOf(document.activeElement as HTMLElement)
  if (at === 0 && event.key === 'ArrowUp') event.currentTarget.querySelector<HTMLElement>('input')?.focus()
  else cards[Math.max(0, Math.min(cards.length - 1, at + step))]?.focus()
  event.preventDefault()
}

/** Nothing configured: say so, and to whom to turn. */
export function NoTools() {
  const { app } = useHub()
  useTitle(t('list.empty'))
  return (
    <Frame label={t('list.empty')}>
      <div className="main ending">
        <span className="glyph plain"><Icon name="plug" size="l" /></span>
        <div>
          <h1 tabIndex={-1}>{t('list.empty')}</h1>
          <p className="lead">{t('list.empty-text', { app: app.name })}</p>
        </div>
      </div>
    </Frame>
  )
}

export function List({ tools, connected, onPick, onOpen }: Props) {
  const { app, session } = useHub()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const search = useRef<HTMLInputElement>(null)
  useEffect(() => search.current?.focus({ preventScroll: true }), [])
  useTitle(t('list.title', { app: app.name }))

  const taken = useMemo(() => new Set(session.multiple ? [] : connected.map((one) => one.provider)), [connected, session.multiple])
  const byProvider = new Map(tools.map((tool) => [tool.provider, tool]))
  const found = tools.filter((tool) => matches(tool, query.trim(), chosen))
  const mine = connected.filter((one) => found.some((tool) => tool.provider === one.provider))
  const available = found.filter((tool) => !taken.has(tool.provider))
  const counts = new Map<string, number>()
  for (const name of tools.flatMap(categoriesOf)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const chips = counts.size >= CHIPS_FROM_CATEGORIES && tools.length >= CHIPS_FROM_TOOLS
  const showAll = () => {
    setQuery('')
    setChosen(null)
    search.current?.focus()
  }

  return (
    <Frame label={t('list.title', { app: app.name })}>
      <div className="main" onKeyDown={walk}>
        <div>
          <h1>{t('list.title', { app: app.name })}</h1>
          <p className="lead">{t('list.lead', { app: app.name })}</p>
        </div>
        <div className="stack g12">
          <div className="input big" role="search">
            <Icon name="search" />
            <input
              ref={search}
              type="search"
              aria-label={t('list.search')}
              placeholder={t('list.search-all', { count: tools.length })}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && available.length + mine.length === 1) mine[0] ? onOpen(mine[0]) : onPick(available[0]!)
                if (event.key === 'Escape' && query) {
                  event.stopPropagation()
                  setQuery('')
                }
              }}
            />
            {query ? <IconButton icon="close" label={t('list.clear')} onClick={showAll} /> : <kbd aria-hidden="true">/</kbd>}
          </div>
          {chips && (
            <div className="chips" role="group" aria-label={t('list.category')}>
              <Chip name={t('list.all')} count={tools.length} on={chosen === null} onPress={() => setChosen(null)} />
              {[...counts].map(([name, count]) => (
                <Chip key={name} name={name} count={count} on={chosen === name} onPress={() => setChosen(chosen === name ? null : name)} />
              ))}
            </div>
          )}
        </div>
        <p className="sr" role="status">{query || chosen ? t('list.found', { found: found.length, count: tools.length }) : ''}</p>
        {found.length === 0 && (
          <div className="stack">
            <h2 className="h3">{query.trim() ? t('list.none-called', { query: query.trim() }) : t('list.none-in', { category: chosen ?? '' })}</h2>
            <p className="muted">
              {rich('list.offers', {
                app: app.name,
                count: tools.length,
                all: <button key="all" type="button" className="textlink" onClick={showAll}>{t('list.show-all')}</button>,
              })}
            </p>
          </div>
        )}
        {mine.length > 0 && (
          <section className="stack" aria-labelledby="connected">
            <h2 id="connected" className="h3 muted">{t('list.connected')}</h2>
            <div className="cl">
              {mine.map((one) => (
                <button key={one.account_id} type="button" className="c" onClick={() => onOpen(one)}>
                  <Tile name={byProvider.get(one.provider)!.name} src={byProvider.get(one.provider)!.logo_url} size="m" />
                  <span className="t">
                    <b className="trunc">{byProvider.get(one.provider)!.name}</b>
                    <span className="trunc">{one.workspace ?? t('list.linked')}</span>
                  </span>
                  <span className="grow" />
                  <State status={one.status} />
                </button>
              ))}
            </div>
          </section>
        )}
        {available.length > 0 && (
          <section className="stack" aria-labelledby="available">
            <h2 id="available" className={mine.length > 0 ? 'h3 muted' : 'sr'}>{t('list.available')}</h2>
            <div className="cl">
              {available.map((tool) => (
                <button key={`${tool.provider}@${tool.version}@${tool.integration_id}`} type="button" className="c" onClick={() => onPick(tool)}>
                  <Tile name={tool.name} src={tool.logo_url} size="m" />
                  <span className="t">
                    <b className="trunc">{tool.name}</b>
                    <span className="trunc">{tool.linkwright?.description || categoriesOf(tool).join(', ')}</span>
                  </span>
                  <Icon name="right" />
                </button>
              ))}
            </div>
          </section>
        )}
      </div>
    </Frame>
  )
}

function Chip({ name, count, on, onPress }: { name: string; count: number; on: boolean; onPress: () => void }) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={onPress}>
      {name} <span className="n">{count}</span>
    </button>
  )
}
