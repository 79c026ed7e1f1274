/** Puts a customer's theme on the page: through the contrast guard, and only onto the roles that are theirs to set. */
import { useSyncExternalStore } from 'react'
import { guard } from '../kit/contrast'
import type { Theme } from './bridge'
import type { App } from './types'

const dark = window.matchMedia('(prefers-color-scheme: dark)')

function mode(): 'light' | 'dark' {
  const forced = document.documentElement.dataset.theme
  return forced === 'dark' || forced === 'light' ? forced : dark.matches ? 'dark' : 'light'
}

/** What the project chose, below what the page around the Hub chose. */
let brand: Theme & { colorDark?: string } = {}
let current: Theme = {}
const heard = new Set<() => void>()

function paint(): void {
  const style = document.documentElement.style
  const color = current.color ?? (mode() === 'dark' ? brand.colorDark : undefined) ?? brand.color
  const safe = color ? guard(color, mode()) : null
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
  const wanted = current.corner ?? brand.corner
  if (typeof wanted === 'number' && Number.isFinite(wanted)) {
    const corner = Math.min(12, Math.max(0, wanted))
    style.setProperty('--r-1', `${Math.round(corner * 0.6)}px`)
    style.setProperty('--r-2', `${corner}px`)
    style.setProperty('--r-3', `${Math.round(corner * 1.5)}px`)
    style.setProperty('--r-4', `${Math.round(corner * 2)}px`)
  }
  heard.forEach((tell) => tell())
}

/** Apply what the project chose. A theme that the page around the Hub gives wins over it. */
export function applyBrand(app: App): void {
  brand = { color: app.color ?? undefined, colorDark: app.color_dark ?? undefined, corner: app.corner ?? undefined }
  if (current.mode === undefined && (app.mode === 'light' || app.mode === 'dark')) document.documentElement.dataset.theme = app.mode
  paint()
}

/** The app's logo for the theme that is shown. */
export function useLogo(app: App): string | null {
  const theme = useSyncExternalStore((tell) => {
    heard.add(tell)
    return () => heard.delete(tell)
  }, mode)
  const [light, night] = [app.logo_url, app.logo_dark_url ?? null]
  return theme === 'dark' ? (night ?? light) : (light ?? night)
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
