import { createContext, useContext } from 'react'
import type { Client } from '../api/client'
import type { Me, ProjectRef } from '../api/types'

export interface Session {
  me: Me
  project: ProjectRef
  api: Client
  /** False for viewers: they may look, not change. */
  mayChange: boolean
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

export const CHANGE_NEEDS = 'You may look, not change. Developers and above can. Ask an owner of your organization.'
