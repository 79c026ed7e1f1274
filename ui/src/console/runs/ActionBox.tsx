import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { EffectTag, Icon, IconButton } from '../../kit'
import { catalogue } from '../api/calls'
import { ranked } from '../connectors/choice'
import { useKeys } from '../lib/keys'
import { useLoad } from '../lib/load'
import { useSession } from '../session/context'

const MOST = 8

interface Props {
  /** Id of the chosen action, or empty. */
  value: string
  onChange: (id: string) => void
}

/** In the top layer, so that no scrolling row of filters cuts it off. */
function under(list: HTMLElement, field: HTMLElement): void {
  if (!list.matches(':popover-open')) list.showPopover()
  const at = (field.closest('.input') ?? field).getBoundingClientRect()
  list.style.top = `${at.bottom + 4}px`
  list.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - list.offsetWidth - 8))}px`
}

/** One action out of hundreds, by a few letters; `/` goes there. An id that is not in the catalogue may be typed, too. */
export function ActionBox({ value, onChange }: Props) {
  const { api } = useSession()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [asked, setAsked] = useState(false)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const all = useLoad(asked ? 'actions to filter by' : null, (signal) => catalogue.actions(api, null, signal)).data ?? []
  const query = typed.trim()
  const found = query === '' ? [] : ranked(all, query)
  const shown = found.slice(0, MOST)
  const listed = open && query !== '' && query !== value && all.length > 0

  useEffect(() => setTyped(value), [value])
  useKeys({
    '/': (event) => {
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    },
  })

  function choose(action: string) {
    setTyped(action)
    setOpen(false)
    setAt(-1)
    onChange(action)
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === 'Enter') choose(shown[at]?.id ?? (shown.length === 1 && shown[0] ? shown[0].id : query))
    else if (event.key === 'Escape' && listed) setOpen(false)
    else if (event.key === 'Escape') choose('')
    else if (listed && event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1))
    else if (listed && event.key === 'ArrowUp') setAt(Math.max(at - 1, -1))
    else return
    event.preventDefault()
  }

  return (
    <div className="actionbox" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <div className="input searchbox">
        <Icon name="search" />
        <input
          ref={input}
          role="combobox"
          aria-label="Filter by action"
          aria-expanded={listed}
          aria-controls={listed ? `${id}-list` : undefined}
          aria-activedescendant={listed && at >= 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder="Action"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onFocus={() => setAsked(true)}
          onChange={(event) => {
            setTyped(event.target.value)
            setOpen(true)
            setAt(-1)
            if (event.target.value === '') onChange('')
          }}
          onKeyDown={onKey}
        />
        {typed === '' ? (
          <kbd className="only-l" aria-hidden="true">
            /
          </kbd>
        ) : (
          <IconButton icon="close" small label="Clear the action" onClick={() => choose('')} />
        )}
      </div>
      {listed && (
        <div
          className="menu choices"
          popover="manual"
          ref={(node) => {
            if (node && input.current) under(node, input.current)
          }}
        >
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
                  <code className="trunc">{action.id}</code>
                  <span className="end">
                    <EffectTag effect={action.linkwright.effect} />
                  </span>
                </div>
              ))}
            </div>
          )}
          <p className="small muted" role="status">
            {found.length === 0 && `No action has “${query}” in its name or description.`}
            {found.length > MOST && `${found.length} fit. Type more to narrow them.`}
            {found.length > 0 && found.length <= MOST && (found.length === 1 ? '1 fits' : `${found.length} fit`)}
          </p>
        </div>
      )}
    </div>
  )
}
