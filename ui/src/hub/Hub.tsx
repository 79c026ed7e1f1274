/** The Hub: reads the session's settings and tools, and goes from screen to screen without touching the address. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { ToastHost } from '../kit'
import { api as calls } from './api'
import { applyBrand } from './brand'
import type { Bridge } from './bridge'
import { HubContext, type HubState } from './context'
import { useKeys } from './keys'
import { List, NoTools } from './List'
import { useLoad } from './load'
import { LoadingHub } from './Loading'
import { Stop } from './Stop'
import { Tool } from './Tool'
import type { ConnectedAccount, Integration, Settings } from './types'

interface Props {
  token: string
  bridge: Bridge | null
  accountId?: string
  appName: string | null
  /** The app's own address, for people whose session has ended. */
  home?: string | null
  closable: boolean
  /** Get another session where that is possible; asked once. */
  onEnded?: (() => void) | null
}

type View = { at: 'list' } | { at: 'tool'; tool: Integration; account: string | null }

interface Start {
  settings: Settings
  tools: Integration[]
}

/** The screen to begin with: a named account, the only tool, else the list. */
function firstView({ settings, tools }: Start, accountId?: string): View {
  const { connected, session } = settings.linkwright
  const wanted = accountId ?? settings.existing_account_id ?? null
  if (wanted) {
    const known = connected.find((one) => one.account_id === wanted)
    const tool = tools.find((one) => one.provider === known?.provider) ?? tools[0]
    if (tool) return { at: 'tool', tool, account: wanted }
  }
  const only = tools.length === 1 ? tools[0]! : null
  if (!only) return { at: 'list' }
  const mine = connected.filter((one) => one.provider === only.provider)
  return { at: 'tool', tool: only, account: !session.multiple && mine.length === 1 ? mine[0]!.account_id : null }
}

export function Hub({ token, bridge, accountId, appName, home, closable, onEnded }: Props) {
  const api = useMemo(() => calls(token), [token])
  const { value, error, again } = useLoad(token, async (): Promise<Start> => {
    const [settings, tools] = await Promise.all([api.settings(), api.integrations()])
    return { settings, tools }
  })
  useEffect(() => {
    if (error) bridge?.say({ type: 'error', error: { code: error.code, message: error.message } })
  }, [bridge, error])
  const renew = error?.code === 'session_expired' ? onEnded : null
  useEffect(() => renew?.(), [renew])
  const close = useMemo(() => (bridge && closable ? () => bridge.say({ type: 'close' }) : null), [bridge, closable])
  if (error && !renew) return <Stop error={error} app={appName} home={home} onRetry={again} onClose={close} />
  if (!value) return <LoadingHub onRetry={again} onClose={close} />
  return <Screens key={token} start={value} api={api} bridge={bridge} accountId={accountId} close={close} reload={again} />
}

interface ScreensProps {
  start: Start
  api: HubState['api']
  bridge: Bridge | null
  accountId?: string
  close: (() => void) | null
  reload: () => void
}

function Screens({ start, api, bridge, accountId, close, reload }: ScreensProps) {
  const { app, session, connected, return_url: returnUrl } = start.settings.linkwright
  const [view, setView] = useState<View>(() => firstView(start, accountId))
  const state = useMemo<HubState>(
    () => ({ api, app, session, returnUrl, bridge, close }),
    [api, app, session, returnUrl, bridge, close],
  )
  useEffect(() => applyBrand(app), [app])
  const list = useCallback(() => {
    setView({ at: 'list' })
    reload()
  }, [reload])
  const many = start.tools.length > 1
  useKeys(view.at === 'tool' && many ? list : close)

  return (
    <HubContext value={state}>
      <ToastHost>
        {start.tools.length === 0 && view.at === 'list' ? (
          <NoTools />
        ) : view.at === 'list' ? (
          <List
            tools={start.tools}
            connected={connected}
            onPick={(tool) => setView({ at: 'tool', tool, account: null })}
            onOpen={(one: ConnectedAccount) => setView({ at: 'tool', tool: start.tools.find((tool) => tool.provider === one.provider)!, account: one.account_id })}
          />
        ) : (
          <Tool key={`${view.tool.integration_id}/${view.account}`} tool={view.tool} account={view.account} onBack={many ? list : null} onAgain={() => (many ? list() : setView({ ...view, account: null }))} />
        )}
      </ToastHost>
    </HubContext>
  )
}
