import { type AnchorHTMLAttributes, type MouseEvent, type ReactNode, useSyncExternalStore } from 'react'

export interface Place {
  path: string
  query: URLSearchParams
}

const MOVED = 'linkwright:moved'

function subscribe(changed: () => void): () => void {
  window.addEventListener('popstate', changed)
  window.addEventListener(MOVED, changed)
  return () => {
    window.removeEventListener('popstate', changed)
    window.removeEventListener(MOVED, changed)
  }
}

function address(): string {
  return window.location.pathname + window.location.search
}

export function usePlace(): Place {
  const full = useSyncExternalStore(subscribe, address)
  const [path = '/', search = ''] = full.split('?')
  return { path: path.length > 1 ? path.replace(/\/+$/, '') : path, query: new URLSearchParams(search) }
}

export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (to !== address()) window.history[replace ? 'replaceState' : 'pushState'](null, '', to)
  window.dispatchEvent(new Event(MOVED))
}

/** Changes parts of the query of this page; an empty value takes the part away. */
export function setQuery(change: Record<string, string | string[] | null>, { replace = true } = {}): void {
  const query = new URLSearchParams(window.location.search)
  for (const [name, value] of Object.entries(change)) {
    query.delete(name)
    for (const one of Array.isArray(value) ? value : [value]) if (one) query.append(name, one)
  }
  const text = query.toString()
  go(window.location.pathname + (text === '' ? '' : `?${text}`), { replace })
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { to: string; children: ReactNode }

/** A real link: the browser's own ways of opening it (new tab, new window) stay. */
export function Link({ to, onClick, children, ...rest }: LinkProps) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (event.defaultPrevented || !plain || rest.target) return
    event.preventDefault()
    go(to)
  }
  return (
    <a href={to} onClick={follow} {...rest}>
      {children}
    </a>
  )
}

/** The variable parts of `pattern` (`/console/runs/:id`) in `path`, or null if it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const found: Record<string, string> = {}
  for (const [index, piece] of wanted.entries()) {
    const value = given[index] ?? ''
    if (!piece.startsWith(':')) {
      if (piece !== value) return null
      continue
    }
    if (value === '') return null
    found[piece.slice(1)] = decode(value)
  }
  return found
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray per cent sign in a hand-typed address: take it as it stands.
    return text
  }
}
