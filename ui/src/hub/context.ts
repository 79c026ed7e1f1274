/** What every Hub screen knows: the session's settings, its calls, and the ways out. */
import { createContext, useContext } from 'react'
import type { Api } from './api'
import type { Bridge } from './bridge'
import type { Settings } from './types'

export interface HubState {
  api: Api
  app: Settings['linkwright']['app']
  session: Settings['linkwright']['session']
  returnUrl: string | null
  bridge: Bridge | null
  /** Leave the Hub; null where the person only can close the tab. */
  close: (() => void) | null
}

export const HubContext = createContext<HubState | null>(null)

/** The state of the Hub around this screen. Throws outside of it. */
export function useHub(): HubState {
  const state = useContext(HubContext)
  if (!state) throw new Error('This screen stands outside the Hub.')
  return state
}
