import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { auth } from '../api/calls'
import { Client, type Credentials } from '../api/client'
import { ApiError, asApiError } from '../api/errors'
import type { Me } from '../api/types'
import { FreshSignInDialog, SignInDialog } from '../auth/SignInDialog'
import { FailurePage, WaitingPage } from '../auth/GatePages'
import { SIGNED_IN } from '../lib/load'
import { go } from '../lib/router'
import { recall, remember } from '../lib/storage'
import { SessionContext, type Session } from './context'

type State = { kind: 'loading' } | { kind: 'failed'; error: ApiError } | { kind: 'ready'; me: Me }

function toSignIn() {
  const here = window.location.pathname + window.location.search
  const next = here === '/console' || here === '/console/accounts' ? '' : `?next=${encodeURIComponent(here)}`
  go(`/console/sign-in${next}`, { replace: true })
}

/** Lets members in, sends others to sign in. A sign-in that ends later is renewed above the page, which keeps its state. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ kind: 'loading' })
  const [ended, setEnded] = useState(false)
  const [projectId, setProjectId] = useState(() => recall('project'))
  const leaving = useRef(false)

  // Told the fresh credentials once the member has signed in again, or null if they would rather not.
  const [fresh, setFresh] = useState<((found: Credentials | null) => void) | null>(null)

  const load = useCallback(async (): Promise<Me | null> => {
    try {
      const me = await auth.me(new Client(null))
      setState({ kind: 'ready', me })
      setEnded(false)
      return me
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.status === 401) toSignIn()
      else setState({ kind: 'failed', error })
      return null
    }
  }, [])

  useEffect(() => {
    void load()
  }, [load])

  const me = state.kind === 'ready' ? state.me : null
  async function signedInAgain() {
    await load()
    // After the new token is in place, hence a turn later.
    window.setTimeout(() => window.dispatchEvent(new Event(SIGNED_IN)))
  }

  const session = useMemo<Session | null>(() => {
    if (me === null) return null
    const project = me.projects.find((one) => one.id === projectId) ?? me.projects[0]
    if (project === undefined) return null
    const api = new Client(
      { csrf: me.csrf_token, project: project.id },
      {
        ended: () => {
          if (!leaving.current) setEnded(true)
        },
        again: () => new Promise((resolve) => setFresh(() => resolve)),
      },
    )
    return {
      me,
      project,
      api,
      mayChange: me.rights.includes('platform:write'),
      may: (right) => me.rights.includes(right),
      chooseProject: (id) => {
        remember('project', id)
        setProjectId(id)
        go('/console/accounts')
      },
      refresh: async () => void (await load()),
      signOut: async () => {
        leaving.current = true
        try {
          await auth.signOut(api)
        } catch (thrown) {
          // Already signed out elsewhere is what was wanted; anything else is told.
          if (asApiError(thrown).status !== 401) throw thrown
        } finally {
          leaving.current = false
        }
        go('/console/sign-in', { replace: true })
      },
    }
  }, [me, projectId, load])

  if (state.kind === 'failed') return <FailurePage error={state.error} retry={() => void load()} />
  if (session === null) {
    if (me === null) return <WaitingPage />
    const none = new ApiError(404, 'This organization has no project.', {
      hint: 'Make one on the server with `linkwright projects create`, then load this page again.',
    })
    return <FailurePage error={none} retry={() => void load()} />
  }
  return (
    <SessionContext.Provider value={session}>
      {/* A project's screens never show another project's rows: changing it starts them afresh. */}
      <div key={session.project.id} className="session">
        {children}
      </div>
      {fresh && (
        <FreshSignInDialog
          email={session.me.member.email}
          onDone={async () => {
            const found = await load()
            setFresh(null)
            fresh(found && { csrf: found.csrf_token, project: session.project.id })
          }}
          onClose={() => {
            setFresh(null)
            fresh(null)
          }}
        />
      )}
      {ended && <SignInDialog email={session.me.member.email} onDone={signedInAgain} />}
    </SessionContext.Provider>
  )
}
