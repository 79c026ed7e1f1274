/** One sign-in at a provider: its window, and asking after it until it has ended. The window tells us nothing; the server does. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { HubError } from './api'
import { useHub } from './context'
import type { Linked } from './types'

const EVERY_MS = 2000
const LONGEST_MS = 5 * 60_000
const NAME = 'lw-sign-in'
const WINDOW = 'popup,width=620,height=780'

export type Stage =
  | { at: 'idle' }
  | { at: 'opening' }
  | { at: 'waiting'; url: string; blocked: boolean; closed: boolean }
  | { at: 'declined' }
  | { at: 'late' }
  | { at: 'failed'; error: HubError }

export interface Signing {
  stage: Stage
  start: (asNew?: boolean) => void
  cancel: () => void
  /** Open the window again, at the address that has not been used yet. */
  reopen: () => void
}

interface Under {
  attempt: string
  popup: Window | null
  timer: number
  until: number
}

/** Lead the window on. The address of this page goes along, to the hub alone: by it the hub knows that it was the Hub, and asks nobody twice. */
function lead(url: string) {
  const way = document.createElement('a')
  Object.assign(way, { href: url, target: NAME, referrerPolicy: 'same-origin' })
  document.body.append(way)
  way.click()
  way.remove()
}

/** `account` is the one that is to be given new rights; null where one is to be made. */
export function useSigning(integration: string, account: string | null, onDone: (linked: Linked) => void): Signing {
  const { api } = useHub()
  const [stage, setStage] = useState<Stage>({ at: 'idle' })
  const under = useRef<Under | null>(null)
  const gone = useRef(false)

  const stop = useCallback(() => {
    const now = under.current
    under.current = null
    if (!now) return
    window.clearTimeout(now.timer)
    now.popup?.close()
  }, [])
  const fail = useCallback(
    (failed: unknown) => {
      stop()
      setStage({ at: 'failed', error: failed instanceof HubError ? failed : new HubError(500, 'internal', String(failed)) })
    },
    [stop],
  )
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      stop()
    }
  }, [stop])

  const done = useCallback(
    async (id: string) => {
      const known = await api.account(id)
      const { identity, credential, rights } = known.linkwright
      onDone({ id, provider: known.provider, linkwright: { identity: identity ?? {}, credential: { last4: credential?.last4 ?? '' }, rights, updated: account !== null } })
    },
    [account, api, onDone],
  )

  const ask = useCallback(async () => {
    const now = under.current
    if (!now) return
    const next = () => {
      if (under.current !== now) return
      if (now.popup?.closed) setStage((before) => (before.at === 'waiting' && !before.closed ? { ...before, closed: true } : before))
      now.timer = window.setTimeout(() => void ask(), EVERY_MS)
    }
    let told
    try {
      told = await api.attempt(now.attempt)
    } catch (failed) {
      // The connection may be gone for a moment; an ended session never comes back.
      if (failed instanceof HubError && failed.status >= 400 && failed.status < 500) return fail(failed)
      return next()
    }
    if (under.current !== now) return
    if (told.status === 'authenticated' && told.account) {
      stop()
      return done(told.account.id).catch(fail)
    }
    if (told.status === 'error') return fail(new HubError(422, told.error?.code ?? 'refused', told.error?.description ?? ''))
    if (told.status === 'cancelled' || told.status === 'expired') {
      stop()
      return setStage({ at: told.status === 'cancelled' ? 'declined' : 'late' })
    }
    if (Date.now() >= now.until) {
      stop()
      void api.cancelAttempt(now.attempt).catch(() => undefined)
      return setStage({ at: 'late' })
    }
    next()
  }, [api, done, fail, stop])

  const start = useCallback(
    (asNew = false) => {
      stop()
      // Opened while the click is being handled: later, browsers take it for an advertisement.
      const popup = window.open('', NAME, WINDOW)
      setStage({ at: 'opening' })
      api
        .signIn(integration, account, asNew)
        .then((begun) => {
          if (gone.current) return popup?.close()
          const blocked = !popup || popup.closed
          if (!blocked) lead(begun.url)
          under.current = { attempt: begun.connection_attempt_id, popup: blocked ? null : popup, timer: window.setTimeout(() => void ask(), EVERY_MS), until: Date.now() + LONGEST_MS }
          setStage({ at: 'waiting', url: begun.url, blocked, closed: false })
        })
        .catch((failed: unknown) => {
          popup?.close()
          fail(failed)
        })
    },
    [account, api, ask, fail, integration, stop],
  )
  const cancel = useCallback(() => {
    const attempt = under.current?.attempt
    stop()
    if (attempt) void api.cancelAttempt(attempt).catch(() => undefined)
    setStage({ at: 'idle' })
  }, [api, stop])
  const reopen = useCallback(() => {
    const attempt = under.current?.attempt
    if (attempt) void api.cancelAttempt(attempt).catch(() => undefined)
    start()
  }, [api, start])
  return { stage, start, cancel, reopen }
}
