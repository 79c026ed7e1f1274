import { useState } from 'react'
import { useKeys, type KeyMap } from './keys'

interface Wanted {
  /** Ids in the order on screen. */
  ids: string[]
  /** Keys that act on the row one is on. */
  actions?: Record<string, (id: string) => void>
  /** Told when the keyboard moves to another row. */
  onMove?: (id: string) => void
  /** A row that is selected for another reason, such as an open drawer. */
  held?: string | null
}

export interface Rows {
  active: string | null
  rowProps: (id: string) => { 'data-row': string; className: string | undefined; onFocus: () => void }
}

function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)
}

/** The keyboard in a table: J, K and arrows move, Enter opens (it is a link), Space or "." opens the row's menu. */
export function useRows({ ids, actions = {}, onMove, held = null }: Wanted): Rows {
  const [touched, setTouched] = useState<string | null>(null)
  const active = held ?? (touched !== null && ids.includes(touched) ? touched : null)

  function move(event: KeyboardEvent, step: number) {
    const at = active === null ? -1 : ids.indexOf(active)
    const next = ids[at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.max(0, Math.min(ids.length - 1, at + step))]
    if (next === undefined) return
    event.preventDefault()
    setTouched(next)
    rowOf(next)?.querySelector<HTMLElement>('[data-row-link]')?.focus()
    if (next !== active) onMove?.(next)
  }

  function menu(event: KeyboardEvent) {
    if (active === null || (event.key === ' ' && (event.target as Element).closest('button') !== null)) return
    event.preventDefault()
    rowOf(active)?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click()
  }

  const map: KeyMap = {
    j: (event) => move(event, 1),
    ArrowDown: (event) => move(event, 1),
    k: (event) => move(event, -1),
    ArrowUp: (event) => move(event, -1),
    ' ': menu,
    '.': menu,
  }
  for (const [name, act] of Object.entries(actions)) {
    map[name] = (event) => {
      if (active === null) return
      event.preventDefault()
      act(active)
    }
  }
  useKeys(map)

  return {
    active,
    rowProps: (id) => ({
      'data-row': id,
      className: id === active ? 'sel' : undefined,
      onFocus: () => setTouched(id),
    }),
  }
}
