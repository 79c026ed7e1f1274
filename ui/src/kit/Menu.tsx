/** Menus behind a button: arrow keys, Home, End, type-ahead; Esc gives the focus back. A sheet at the bottom on phones. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { Icon, type IconName } from './Icon'

export interface MenuItem {
  label: string
  icon?: IconName
  /** The key that does the same, shown at the right. */
  keys?: string
  danger?: boolean
  off?: boolean
  checked?: boolean
  href?: string
  onChoose?: () => void
}

/** Groups are parted by a line; a group may have a heading. */
export interface MenuGroup {
  heading?: string
  items: readonly MenuItem[]
}

interface Trigger {
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'aria-controls': string | undefined
  onClick: () => void
}

function place(menu: HTMLElement, button: Element, align: 'start' | 'end'): void {
  if (window.innerWidth <= 560) {
    menu.style.top = menu.style.left = ''
    return
  }
  const at = button.getBoundingClientRect()
  const size = menu.getBoundingClientRect()
  const below = at.bottom + 4
  const top = below + size.height > window.innerHeight - 8 ? Math.max(8, at.top - size.height - 4) : below
  menu.style.top = `${top}px`
  const left = align === 'start' ? at.left : at.right - size.width
  menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - size.width - 8))}px`
}

interface Props {
  /** Names the menu after its thing ("Actions for Acme, Linear"). */
  label: string
  groups: readonly MenuGroup[]
  /** Which edge of the menu lies under the same edge of its button. */
  align?: 'start' | 'end'
  /** Draws the button and spreads what it gets. */
  trigger: (props: Trigger) => ReactNode
}

export function Menu({ label, groups, align = 'end', trigger }: Props) {
  const [open, setOpen] = useState(false)
  const host = useRef<HTMLSpanElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const id = useId()
  const button = () => host.current?.querySelector<HTMLElement>('[aria-haspopup=menu]')
  const close = (refocus = true) => {
    setOpen(false)
    if (refocus) button()?.focus()
  }

  useEffect(() => {
    const node = menu.current
    const opener = button()
    if (!open || !node || !opener) return
    node.showPopover()
    place(node, opener, align)
    node.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
    const outside = (event: globalThis.PointerEvent) => {
      if (!node.contains(event.target as Node) && !opener.contains(event.target as Node)) setOpen(false)
    }
    const leave = () => setOpen(false)
    document.addEventListener('pointerdown', outside)
    window.addEventListener('resize', leave)
    return () => {
      document.removeEventListener('pointerdown', outside)
      window.removeEventListener('resize', leave)
    }
  }, [align, open])

  const keydown = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]'))
    const at = items.indexOf(document.activeElement as HTMLElement)
    const go = (to: number) => items[(to + items.length) % items.length]?.focus()
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(-1),
      Escape: () => close(),
      Tab: () => close(),
    }
    const move = moves[event.key]
    if (move) {
      event.preventDefault()
      event.stopPropagation()
      return move()
    }
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.key === ' ') return
    const now = Date.now()
    typed.current = { text: (now - typed.current.at > 700 ? '' : typed.current.text) + event.key.toLowerCase(), at: now }
    const found = items.find((item) => item.textContent?.toLowerCase().startsWith(typed.current.text))
    event.stopPropagation()
    found?.focus()
  }

  return (
    <span className="menuhost" ref={host}>
      {trigger({ 'aria-haspopup': 'menu', 'aria-expanded': open, 'aria-controls': open ? id : undefined, onClick: () => setOpen(!open) })}
      {open && (
        <div className="menu" role="menu" id={id} aria-label={label} popover="manual" ref={menu} onKeyDown={keydown}>
          {groups.filter((group) => group.items.length > 0).map((group, index) => (
            <div role="group" aria-label={group.heading} key={index}>
              {index > 0 && <hr />}
              {group.heading && <div className="mh" aria-hidden="true">{group.heading}</div>}
              {group.items.map((item) => <Entry key={item.label} item={item} close={close} />)}
            </div>
          ))}
        </div>
      )}
    </span>
  )
}

function Entry({ item, close }: { item: MenuItem; close: (refocus?: boolean) => void }) {
  const inner = (
    <>
      {item.icon && <Icon name={item.icon} />}
      <span>{item.label}</span>
      {item.checked && <Icon name="check" className="end" />}
      {item.keys && <kbd aria-hidden="true">{item.keys}</kbd>}
    </>
  )
  const shared = {
    className: item.danger ? 'mi bad' : 'mi',
    role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
    'aria-checked': item.checked,
    tabIndex: -1,
    // One entry is marked at a time: the pointer takes the focus along.
    onPointerMove: (event: PointerEvent<HTMLElement>) => event.currentTarget.focus({ preventScroll: true }),
  }
  const choose = () => {
    if (item.off) return
    close(!item.href)
    item.onChoose?.()
  }
  if (item.href) return <a {...shared} href={item.href} onClick={choose}>{inner}</a>
  return <button type="button" {...shared} aria-disabled={item.off || undefined} onClick={choose}>{inner}</button>
}
