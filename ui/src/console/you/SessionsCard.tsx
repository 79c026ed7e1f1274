import { Button, SkeletonRows, Tag, Time, useToast } from '../../kit'
import { you } from '../api/calls'
import type { ConsoleSession } from '../api/types'
import { Failure } from '../components/Failure'
import { day, plural } from '../lib/format'
import { type Loaded, useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { deviceName } from './device'

const WAYS: Record<string, string> = { password: 'by password', link: 'by one-time link', provider: 'by your organization’s provider' }

function Row({ session, onEnd, busy }: { session: ConsoleSession; onEnd: (id: string) => void; busy: boolean }) {
  return (
    <tr>
      <td>
        <div className="acc">
          <b title={session.device}>
            {deviceName(session.device)} {session.current && <Tag tone="ok">this one</Tag>}
          </b>
          <span className="small faint">
            {session.address || 'unknown address'}, {WAYS[session.way] ?? session.way}
          </span>
        </div>
      </td>
      <td className="wide-s muted nowrap">
        <span className="only-s-inline">Last used </span>
        <Time at={session.used_at} />
      </td>
      <td className="wide-s muted nowrap">
        <span className="only-s-inline">Ends </span>
        {day(session.ends_at)}
      </td>
      <td className="num actc-b">
        {!session.current && (
          <Button size="sm" variant="danger" off={busy} aria-label={`End the session on ${deviceName(session.device)}`} onClick={() => onEnd(session.id)}>
            End
          </Button>
        )}
      </td>
    </tr>
  )
}

export function SessionsCard({ list }: { list: Loaded<ConsoleSession[]> }) {
  const { api } = useSession()
  const toast = useToast()
  const end = useDeed(async (id: string) => {
    await you.endSession(api, id)
    list.reload()
  })
  const others = useDeed(async () => {
    const { ended } = await you.endOthers(api)
    toast(`${plural(ended, 'session')} ended`)
    list.reload()
  })
  const found = list.data ?? []
  return (
    <section className="card" aria-labelledby="sesh" aria-busy={list.loading}>
      <div className="hd">
        <h2 id="sesh" className="h3">
          Where you are signed in
        </h2>
        <span className="grow" />
        {found.length > 1 && (
          <Button size="sm" busy={others.busy && 'Ending'} onClick={() => void others.run()}>
            End all others
          </Button>
        )}
      </div>
      {(list.error || end.error || others.error) && (
        <div className="cardpad">
          <Failure error={list.error} what="Could not load your sessions" retry={list.reload} />
          <Failure error={end.error ?? others.error} />
        </div>
      )}
      {!list.data && !list.error && <SkeletonRows rows={2} label="Loading your sessions" onRetry={list.reload} />}
      {found.length > 0 && (
        <table className="resp keytable">
          <caption className="sr">Your sessions</caption>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Last used</th>
              <th scope="col">Ends</th>
              <th scope="col">
                <span className="sr">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <Row key={one.id} session={one} busy={end.busy} onEnd={(id) => void end.run(id)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
