import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { Bones, IconButton, Skeleton } from '../../kit'
import { useKeys } from '../lib/keys'
import type { Loaded } from '../lib/load'
import { Failure } from './Failure'

interface Props {
  /** Of the row that it stands beside. */
  id: string
  /** What it shows, as in "Could not load this record". */
  what: string
  title: string
  /** How it is called for those who do not see it; without it, its title. */
  label?: string
  loaded: Pick<Loaded<unknown>, 'error' | 'loading' | 'reload'>
  onClose: () => void
  /** What is known of it; nothing while that is fetched. */
  children: ReactNode
}

/** One thing of a list, beside the list. */
export function Drawer({ id, what, title, label, loaded, onClose, children }: Props) {
  const host = useRef<HTMLElement>(null)
  useKeys({ Escape: onClose })
  useEffect(() => {
    // On phones the drawer is the page, so the focus goes there.
    if (window.innerWidth <= 820) host.current?.focus()
  }, [])

  const here = useRef(id)
  here.current = id
  useLayoutEffect(() => {
    const drawer = host.current
    return () => {
      // Closed from within: the focus goes back to the row, not to the top of the page.
      if (!drawer?.contains(document.activeElement)) return
      document.querySelector<HTMLElement>(`[data-row="${CSS.escape(here.current)}"] [data-row-link]`)?.focus()
    }
  }, [])

  return (
    <aside className="drawer" aria-label={label ?? title} ref={host} tabIndex={-1}>
      <header className="row">
        <h2 className="grow">{title}</h2>
        <IconButton icon="close" label="Close" keys="Esc" onClick={onClose} />
      </header>
      <div className="drawer-bd">
        {children}
        {!children && loaded.loading && (
          <Skeleton label={`Loading the ${what}`} onRetry={loaded.reload}>
            <Bones className="stack roomy" lines={3} />
          </Skeleton>
        )}
        {!children && <Failure error={loaded.error} what={`Could not load this ${what}`} retry={loaded.reload} />}
      </div>
    </aside>
  )
}
