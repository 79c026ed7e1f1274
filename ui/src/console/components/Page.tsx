import { type ReactNode, useEffect } from 'react'
import { useSession } from '../session/context'

/** "View, thing, project, Linkwright". */
export function useTitle(...parts: (string | null | undefined)[]): void {
  const title = [...parts, 'Linkwright'].filter(Boolean).join(', ')
  useEffect(() => {
    document.title = title
  }, [title])
}

interface HeadProps {
  title: string
  /** How many there are, once known. */
  total?: number | null | undefined
  lead?: ReactNode
  children?: ReactNode
}

/** The one title row of a view; sets the document's title, too. */
export function PageHead({ title, total, lead, children }: HeadProps) {
  const { project } = useSession()
  useTitle(title, project.name)
  return (
    <header className="phead">
      <h1 tabIndex={-1}>{title}</h1>
      {total !== null && total !== undefined && <span className="faint">{total.toLocaleString('en-GB')}</span>}
      {children && <div className="act">{children}</div>}
      {lead && <p className="lead muted">{lead}</p>}
    </header>
  )
}
