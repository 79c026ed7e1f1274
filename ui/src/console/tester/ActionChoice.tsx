import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { EffectTag, Icon } from '../../kit'
import { catalogue } from '../api/calls'
import type { CatalogueAction } from '../api/types'
import { useLoad } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  account: string
  actions: readonly CatalogueAction[]
  value: string
  onChoose: (id: string) => void
}

const PAUSE_MS = 200
const MOST = 8

/** What was typed, once there is a pause in it. */
function usePaused(typed: string): string {
  const [paused, setPaused] = useState(typed)
  useEffect(() => {
    const timer = window.setTimeout(() => setPaused(typed), PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [typed])
  return paused
}

/** One of the account's actions, found by a name or by what it should do: the search that agents use. */
export function ActionChoice({ account, actions, value, onChoose }: Props) {
  const { api } = useSession()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const query = usePaused(typed.trim())
  const wants = open && typed.trim() !== '' && typed.trim() !== value
  const asks = wants && query === typed.trim()
  const search = useLoad(asks ? `${account} ${query}` : null, (signal) => catalogue.search(api, account, query, signal))
  const byId = new Map(actions.map((action) => [action.id, action]))
  const found = wants ? (search.data ?? []).map((one) => byId.get(one)).filter((one) => one !== undefined).slice(0, MOST) : []
  const shown = wants ? found : actions.slice(0, MOST)

  useEffect(() => setTyped(value), [value])

  function choose(action: string) {
    setTyped(action)
    setOpen(false)
    onChoose(action)
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') {
      setOpen(true)
      setAt(open ? Math.min(at + 1, shown.length - 1) : 0)
    } else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Home' && open) setAt(0)
    else if (event.key === 'End' && open) setAt(shown.length - 1)
    else if (event.key === 'Escape' && open) {
      setOpen(false)
      setTyped(value)
    } else if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) {
      const chosen = byId.has(typed.trim()) ? typed.trim() : open ? shown[at]?.id : undefined
      if (chosen === undefined) return
      choose(chosen)
    } else return
    event.preventDefault()
  }

  const none = asks && !search.loading && search.data !== undefined && found.length === 0
  return (
    <div
      className="field choicefield"
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return
        setOpen(false)
        setTyped(value)
      }}
    >
      <span className="lab">
        <label htmlFor={`${id}-in`}>Action</label>
        <span className="opt">{actions.length} may run on this account</span>
      </span>
      <div className="input">
        <Icon name="search" />
        <input
          ref={input}
          id={`${id}-in`}
          role="combobox"
          className="mono"
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open && shown[at] ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="A name, or what it should do"
          value={typed}
          onFocus={(event) => event.target.select()}
          onClick={() => setOpen(true)}
          onChange={(event) => {
            setTyped(event.target.value)
            setOpen(true)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        {!open && byId.get(value) && <EffectTag effect={byId.get(value)!.linkwright.effect} />}
      </div>
      {open && (
        <div className="menu actionmenu">
          {shown.length > 0 && (
            <div role="listbox" id={`${id}-list`} aria-label="Actions">
              {shown.map((action, index) => (
                <div
                  key={action.id}
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === at}
                  className={index === at ? 'goal on' : 'goal'}
                  onPointerMove={() => setAt(index)}
                  onPointerDown={(event) => {
                    event.preventDefault()
                    choose(action.id)
                  }}
                >
                  <span className="trunc">
                    <code>{action.id}</code>
                    <span className="small muted trunc">{action.label}</span>
                  </span>
                  <span className="end">
                    <EffectTag effect={action.linkwright.effect} />
                  </span>
                </div>
              ))}
            </div>
          )}
          <p className="small muted" role="status">
            {wants && (!asks || search.loading) && 'Searching'}
            {none && `Nothing that this account may run fits “${query}”.`}
            {search.error && `The search failed: ${search.error.message}`}
            {!wants && actions.length > MOST && `The first ${MOST} of ${actions.length}. Type to find others.`}
          </p>
        </div>
      )}
    </div>
  )
}
