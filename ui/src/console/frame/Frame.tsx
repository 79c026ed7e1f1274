import { type ReactNode, useEffect, useRef, useState } from 'react'
import { IconButton, Mark } from '../../kit'
import { modKey, useKeys, useSequence } from '../lib/keys'
import { go, usePlace } from '../lib/router'
import { recall, remember } from '../lib/storage'
import { useSession } from '../session/context'
import { Nav } from './Nav'
import { Palette } from './Palette'
import { SECTIONS } from './sections'
import { ShortcutsDialog } from './ShortcutsDialog'

/** Focus follows to the heading on navigation, as it would on a page that loads; not on the first page. */
function useFocusOnNavigation(section: string): void {
  const last = useRef(section)
  useEffect(() => {
    if (last.current === section) return
    last.current = section
    window.scrollTo(0, 0)
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  }, [section])
}

export function Frame({ children }: { children: ReactNode }) {
  const { project, me } = useSession()
  const { path } = usePlace()
  const [open, setOpen] = useState<'nav' | 'palette' | 'keys' | null>(null)
  const [folded, setFolded] = useState(() => recall('nav') === 'folded')

  function fold() {
    setFolded(!folded)
    remember('nav', folded ? null : 'folded')
  }

  useKeys({
    'mod+k': (event) => {
      event.preventDefault()
      setOpen((old) => (old === 'palette' ? null : 'palette'))
    },
    '?': () => setOpen('keys'),
    '[': fold,
  })
  useSequence('g', Object.fromEntries(SECTIONS.map((section) => [section.letter, () => go(section.path)])))
  useFocusOnNavigation(path.split('/').slice(0, 3).join('/'))
  useEffect(() => setOpen(null), [path])

  return (
    <div className={folded ? 'app folded' : 'app'}>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Nav
        drawer={open === 'nav'}
        onClose={() => setOpen(null)}
        onFind={() => setOpen('palette')}
        onKeys={() => setOpen('keys')}
      />
      <div className="page">
        <header className="mbar">
          <IconButton icon="menu" label="Open navigation" aria-expanded={open === 'nav'} onClick={() => setOpen('nav')} />
          <Mark />
          <b className="trunc">{me.organization.name}</b>
          <span className="faint trunc">{project.name}</span>
          <IconButton icon="search" label="Go to" keys={modKey('K')} onClick={() => setOpen('palette')} />
        </header>
        {folded && (
          <IconButton icon="menu" label="Show navigation" keys="[" className="unfold only-l" onClick={fold} />
        )}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Palette open={open === 'palette'} onClose={() => setOpen(null)} />
      <ShortcutsDialog open={open === 'keys'} onClose={() => setOpen(null)} />
    </div>
  )
}
