import { useEffect, useRef } from 'react'
import { recall, remember } from './storage'

export type KeyMap = Record<string, (event: KeyboardEvent) => void>

const SWITCH = 'single-keys'
const SEQUENCE_MS = 1200

/** People who speak to their computer, or type by accident, can switch single letters off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  return recall(SWITCH) !== 'off'
}

export function setSingleKeys(on: boolean): void {
  remember(SWITCH, on ? null : 'off')
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The key that deletes, as keyboards name it; Backspace does it everywhere. */
export const deleteKey = isMac ? '⌫' : 'Del'

/** "⌘K" on a Mac, "Ctrl K" elsewhere. */
export function modKey(letter: string): string {
  return isMac ? `⌘${letter}` : `Ctrl ${letter}`
}

export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Menus and dialogs have keys of their own; the page behind them stays still. */
function covered(): boolean {
  return document.querySelector('dialog[open], [role=menu], [role=listbox]') !== null
}

function applies(event: KeyboardEvent, name: string): boolean {
  if (event.defaultPrevented || event.altKey || event.isComposing) return false
  if (name === 'mod+k') return true
  if (typing(event.target) || covered()) return false
  const single = name.length === 1 && name !== '?' && name !== '/'
  return !single || singleKeysOn()
}

/** Keys of a page or of the frame. Names: `j`, `/`, `ArrowDown`, `mod+k`. */
export function useKeys(map: KeyMap): void {
  const latest = useRef(map)
  latest.current = map
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const name = keyName(event)
      const act = latest.current[name]
      if (act && applies(event, name)) act(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** `G` and then a letter. The second key goes to nobody else, whatever it means on the page. */
export function useSequence(first: string, map: Record<string, () => void>): void {
  const latest = useRef(map)
  latest.current = map
  useEffect(() => {
    let begun = -Infinity
    function onKey(event: KeyboardEvent) {
      const name = keyName(event)
      if (!applies(event, name)) return
      const act = latest.current[name]
      if (performance.now() - begun < SEQUENCE_MS && act) {
        begun = -Infinity
        event.preventDefault()
        event.stopImmediatePropagation()
        act()
        return
      }
      begun = name === first ? performance.now() : -Infinity
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [first])
}
