/** Puts a customer's theme on the page: through the contrast guard, and only onto the roles that are theirs to set. */
import { guard } from '../kit/contrast'
import type { Theme } from './bridge'

const dark = window.matchMedia('(prefers-color-scheme: dark)')

function mode(): 'light' | 'dark' {
  const forced = document.documentElement.dataset.theme
  return forced === 'dark' || forced === 'light' ? forced : dark.matches ? 'dark' : 'light'
}

let current: Theme = {}

function paint(): void {
  const style = document.documentElement.style
  const safe = current.color ? guard(current.color, mode()) : null
  const roles: Record<string, string | undefined> = {
    '--fill': safe?.fill,
    '--fill-hover': safe?.fillHover,
    '--on-fill': safe?.onFill,
    '--accent': safe?.accent,
    '--accent-hover': safe?.accentHover,
    '--on-accent': safe?.onAccent,
    '--accent-soft': safe?.accentSoft,
    '--font': current.font,
  }
  for (const [name, value] of Object.entries(roles)) {
    if (value) style.setProperty(name, value)
    else style.removeProperty(name)
  }
  if (typeof current.corner === 'number' && Number.isFinite(current.corner)) {
    const corner = Math.min(12, Math.max(0, current.corner))
    style.setProperty('--r-1', `${Math.round(corner * 0.6)}px`)
    style.setProperty('--r-2', `${corner}px`)
    style.setProperty('--r-3', `${Math.round(corner * 1.5)}px`)
    style.setProperty('--r-4', `${Math.round(corner * 2)}px`)
  }
}

dark.addEventListener('change', paint)

/** Apply a theme on top of what was set before. Values that make no sense are left out. */
export function applyTheme(theme: Theme | string | undefined | null): void {
  const given: Theme = typeof theme === 'string' ? { mode: theme as Theme['mode'] } : (theme ?? {})
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null))
  current = { ...current, ...known }
  const root = document.documentElement
  if (current.mode === 'light' || current.mode === 'dark') root.dataset.theme = current.mode
  else if (given.mode === 'auto') delete root.dataset.theme
  root.classList.toggle('see-through', current.transparent === true)
  paint()
}
