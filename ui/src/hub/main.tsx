/** Entry of the Hub: on its own page behind an auth link, or in a frame that a host page opened. */
import { StrictMode, useCallback, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '../kit/kit.css'
import './hub.css'
import { HubError } from './api'
import { applyTheme } from './brand'
import { listen, type Bridge, type OpenMessage } from './bridge'
import { Hub } from './Hub'
import { tellEndLocally } from './landing'
import { forgetSession, session, takeLink } from './link'
import { learn } from './language'
import { LoadingHub } from './Loading'
import { Stop } from './Stop'

// First of all, before anything can read the address or send it along.
const host = document.getElementById('hub')
const link = host?.dataset.mode === 'link' ? takeLink() : null

function LinkPage({ app, home }: { app: string | null; home: string | null }) {
  const [token, setToken] = useState<string | null>(null)
  const [renewed, setRenewed] = useState(false)
  const [error, setError] = useState<HubError | null>(null)
  const open = useCallback(() => {
    setError(null)
    session(link).then(setToken, (failed: unknown) => setError(failed instanceof HubError ? failed : new HubError(500, 'internal', String(failed))))
  }, [])
  const renew = useCallback(() => {
    setRenewed(true)
    setToken(null)
    forgetSession()
    open()
  }, [open])
  useEffect(open, [open])
  if (error) return <Stop error={error} app={app} home={home} onRetry={open} />
  if (!token) return <LoadingHub />
  return <Hub token={token} bridge={null} appName={app} home={home} closable={false} onEnded={renewed ? null : renew} />
}

function EmbedPage({ bridge, opened }: { bridge: Bridge; opened: OpenMessage }) {
  return <Hub token={opened.token} bridge={bridge} accountId={opened.accountId} appName={null} closable={opened.presentation !== 'inline'} />
}

if (host) {
  const root = createRoot(host)
  const draw = (page: React.ReactNode) => root.render(<StrictMode>{page}</StrictMode>)
  if (host.dataset.mode === 'embed') {
    let latest: OpenMessage | null = null
    const bridge = listen((opened) => {
      latest = opened
      applyTheme(opened.theme)
      // A language that is still on its way must not undo what came after it.
      void learn(opened.language, opened.labels).then(() => latest === opened && draw(<EmbedPage bridge={bridge} opened={opened} />))
    })
    void learn().then(() => latest ?? draw(<LoadingHub />))
  } else {
    void learn().then(() => {
      tellEndLocally()
      draw(<LinkPage app={host.dataset.app ?? null} home={host.dataset.home ?? null} />)
    })
  }
}
