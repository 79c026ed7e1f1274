import { createContext, useContext } from 'react'
import type { Client } from '../api/client'
import type { Me, ProjectRef } from '../api/types'

export interface Session {
  me: Me
  project: ProjectRef
  api: Client
  /** False for viewers: they may look, not change. */
  mayChange: boolean
  /** Whether the member's role has this right, such as `keys:write`. */
  may: (right: string) => boolean
  chooseProject: (id: string) => void
  /** Reads member and projects again, after one of them was changed. */
  refresh: () => Promise<void>
  signOut: () => Promise<void>
}

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('useSession needs a SessionGate above it')
  return session
}

/** What only admins and owners change: keys, settings, members. */
export const ADMIN_NEEDS = 'You may look, not change. Admins and owners can.'

export const CHANGE_NEEDS = 'You may look, not change. Developers and above can. Ask an owner of your organization.'
