import { useEffect } from 'react'
import { approvals } from '../api/calls'
import { useLoad } from '../lib/load'
import { usePlace } from '../lib/router'
import { useSession } from '../session/context'
import { DECIDED } from './words'

const EVERY_MS = 30_000

/** How many calls wait for a person; null until it is known. Asked again now and then, while somebody looks. */
export function useWaiting(): number | null {
  const { api, project } = useSession()
  const { path } = usePlace()
  const { data, reload } = useLoad(`waiting ${project.id}`, (signal) => approvals.list(api, { state: 'pending', page_size: 1 }, signal))
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && reload()
    const timer = window.setInterval(look, EVERY_MS)
    window.addEventListener(DECIDED, look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.clearInterval(timer)
      window.removeEventListener(DECIDED, look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [reload])
  const there = path.startsWith('/console/approvals')
  useEffect(() => {
    if (there) reload()
  }, [there, reload])
  return data?.pending ?? null
}
