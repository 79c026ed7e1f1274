import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { Dialog, Icon, type IconName, Spinner } from '../../kit'
import { accounts } from '../api/calls'
import { useLoad } from '../lib/load'
import { go } from '../lib/router'
import { useSession } from '../session/context'
import { SECTIONS } from './sections'

interface Goal {
  key: string
  label: string
  note: string
  icon: IconName
  to: string
}

const MOST_ACCOUNTS = 6
const PAUSE_MS = 180

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [text])
  return settled
}

function fits(text: string, typed: string): boolean {
  return typed.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word))
}

function pages(typed: string): Goal[] {
  return SECTIONS.filter((section) => fits(section.name, typed)).map((section) => ({
    key: section.path,
    label: section.name,
    note: `G ${section.letter.toUpperCase()}`,
    icon: section.icon,
    to: section.path,
  }))
}

function byId(typed: string): Goal[] {
  if (!/^run_\S+$/.test(typed)) return []
  return [{ key: typed, label: typed, note: 'Run', icon: 'list', to: `/console/runs/${encodeURIComponent(typed)}` }]
}

function Finder({ onClose }: { onClose: () => void }) {
  const { api } = useSession()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const asked = useSettled(typed.trim())
  const found = useLoad(asked === '' ? null : asked, (signal) =>
    accounts.list(api, { search: asked, page_size: MOST_ACCOUNTS }, signal),
  )
  const accountGoals: Goal[] = (asked === '' ? [] : (found.data?.data ?? [])).map((account) => ({
    key: account.id,
    label: `${account.origin_owner_name}, ${account.provider_name ?? account.provider}`,
    note: account.id,
    icon: 'link',
    to: `/console/accounts/${encodeURIComponent(account.id)}`,
  }))
  const goals = [...byId(typed.trim()), ...pages(typed.trim()), ...accountGoals]
  const current = Math.min(at, goals.length - 1)

  function choose(goal: Goal | undefined) {
    if (goal === undefined) return
    onClose()
    go(goal.to)
  }

  function onKey(event: KeyboardEvent) {
    const steps: Record<string, number> = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: goals.length - 1 }
    const to = steps[event.key]
    if (event.key === 'Enter') choose(goals[current])
    else if (to !== undefined && goals.length > 0) setAt((to + goals.length) % goals.length)
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className="input big">
        <Icon name="search" />
        <input
          data-first
          role="combobox"
          aria-label="Go to a page, an account or a run"
          aria-expanded={goals.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={goals[current] ? `${id}-${current}` : undefined}
          placeholder="Page, owner, account id or run id"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
        {found.loading && <Spinner />}
      </div>
      <div className="goals" role="listbox" id={`${id}-list`} aria-label="Places">
        {goals.map((goal, index) => (
          <div
            key={goal.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            className={index === current ? 'goal on' : 'goal'}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(goal)}
          >
            <Icon name={goal.icon} />
            <span className="trunc">{goal.label}</span>
            <span className="end faint small mono trunc">{goal.note}</span>
          </div>
        ))}
      </div>
      {goals.length === 0 && !found.loading && asked === typed.trim() && (
        <p className="muted" role="status">
          {found.error ? `${found.error.message} ${found.error.hint}` : `Nothing is called “${typed.trim()}”.`}
        </p>
      )}
    </>
  )
}

export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="Go to" wide className="palette" onClose={onClose}>
      <Finder onClose={onClose} />
    </Dialog>
  )
}
