import type { ReactNode } from 'react'
import { Mark } from '../../kit'

interface Props {
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** The one card of pages before signing in. */
export function AuthCard({ title, lead, children }: Props) {
  return (
    <main className="authpage">
      <div className="authcard">
        <p className="authbrand">
          <Mark />
          <span>Linkwright</span>
        </p>
        <div className="stack">
          <h1>{title}</h1>
          {lead && <p className="muted">{lead}</p>}
        </div>
        {children}
      </div>
    </main>
  )
}
