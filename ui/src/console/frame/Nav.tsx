import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Avatar, Icon, IconButton, Mark, Menu } from '../../kit'
import { modKey } from '../lib/keys'
import { Link, usePlace } from '../lib/router'
import { useSession } from '../session/context'
import { isWithin, type Section, SECTIONS } from './sections'
import { useWaiting } from '../approvals/useWaiting'
import { UserMenu } from './UserMenu'

interface Props {
  /** Under 820 px it is a drawer above the page. */
  drawer: boolean
  onClose: () => void
  onFind: () => void
  onKeys: () => void
}

function ProjectSwitch() {
  const { me, project, chooseProject } = useSession()
  const face = (
    <>
      <Mark />
      <span className="t">
        <b className="trunc">{me.organization.name}</b>
        <span className="trunc">{project.name}</span>
      </span>
    </>
  )
  if (me.projects.length < 2) return <div className="sw still">{face}</div>
  const items = me.projects.map((one) => ({
    label: one.name,
    checked: one.id === project.id,
    onChoose: () => one.id !== project.id && chooseProject(one.id),
  }))
  return (
    <Menu
      label="Projects"
      groups={[{ heading: 'Projects', items }]}
      trigger={(props) => (
        <button type="button" className="sw" {...props}>
          {face}
          <Icon name="updown" size="s" className="end" />
        </button>
      )}
    />
  )
}

function Entry({ section, waiting, onClose }: { section: Section; waiting: number | null; onClose: () => void }) {
  const { path } = usePlace()
  return (
    <Link to={section.path} aria-current={isWithin(path, section) ? 'page' : undefined} onClick={onClose}>
      <Icon name={section.icon} />
      {section.name}
      {waiting !== null && waiting > 0 && (
        <span className="navcount">
          {waiting}
          <span className="sr"> waiting</span>
        </span>
      )}
    </Link>
  )
}

export function Nav({ drawer, onClose, onFind, onKeys }: Props) {
  const { me, may } = useSession()
  const host = useRef<HTMLElement>(null)
  const waiting = useWaiting()

  useEffect(() => {
    if (!drawer) return
    const before = document.activeElement
    host.current?.querySelector<HTMLElement>('a, button')?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [drawer])

  function onKey(event: KeyboardEvent) {
    if (!drawer) return
    if (event.key === 'Escape') onClose()
    if (event.key !== 'Tab') return
    // The drawer covers the page, so the focus stays within it.
    const stops = Array.from(host.current?.querySelectorAll<HTMLElement>('a, button') ?? [])
    const [first, last] = [stops[0], stops.at(-1)]
    const [leaving, entering] = event.shiftKey ? [first, last] : [last, first]
    if (document.activeElement === leaving) {
      event.preventDefault()
      entering?.focus()
    }
  }

  const group = (name: Section['group']) =>
    SECTIONS.filter((section) => section.group === name && (section.needs === undefined || may(section.needs))).map((section) => (
      <Entry key={section.path} section={section} waiting={section.path === '/console/approvals' ? waiting : null} onClose={onClose} />
    ))
  return (
    <>
      {drawer && <div className="navscrim" onClick={onClose} />}
      <nav className={drawer ? 'nav open' : 'nav'} aria-label="Main" ref={host} onKeyDown={onKey}>
        <div className="navtop">
          <ProjectSwitch />
          <IconButton icon="close" label="Close navigation" keys="Esc" className="only-s" onClick={onClose} />
        </div>
        <button type="button" className="find" onClick={onFind}>
          <Icon name="search" size="s" />
          Go to…
          <kbd aria-hidden="true">{modKey('K')}</kbd>
        </button>
        {group('work')}
        <div className="gh">Project</div>
        {group('project')}
        <div className="gh">Organization</div>
        {group('organization')}
        <div className="ft">
          <UserMenu onKeys={onKeys}>
            <Avatar name={me.member.name || me.member.email} />
            <span className="trunc">{me.member.email}</span>
          </UserMenu>
        </div>
      </nav>
    </>
  )
}
