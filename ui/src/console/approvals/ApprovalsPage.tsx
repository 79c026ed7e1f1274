import { useState } from 'react'
import { Button, EffectTag, EmptyState, Segment, SkeletonRows, Status, Time } from '../../kit'
import { approvals } from '../api/calls'
import type { Approval } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useLoad } from '../lib/load'
import { Link, setQuery, usePlace } from '../lib/router'
import { useSession } from '../session/context'
import { STANDINGS } from './words'

const STATES = [
  { value: 'pending', label: 'Waiting' },
  { value: 'past', label: 'Past' },
] as const

type State = (typeof STATES)[number]['value']

/** Calls that wait for a person, and those that were decided about. */
export function ApprovalsPage() {
  const { api } = useSession()
  const { query } = usePlace()
  const state: State = query.get('state') === 'past' ? 'past' : 'pending'
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1) ?? null
  const list = useLoad(`approvals ${state} ${cursor ?? ''}`, (signal) => approvals.list(api, { state, next: cursor }, signal))
  const found = list.data?.data ?? []
  return (
    <>
      <PageHead title="Approvals" total={list.data?.pending} />
      <div className="pbody">
        <p className="muted">Calls that a rule lets through only after a person has seen them. Nobody decides about their own.</p>
        <div className="row">
          <Segment
            label="Which"
            options={STATES}
            value={state}
            onChange={(value) => {
              setCursors([])
              setQuery({ state: value === 'past' ? value : null })
            }}
          />
        </div>
        <div className="card tablec" aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load approvals" retry={list.reload} />
            </div>
          )}
          {!list.data && !list.error && <SkeletonRows rows={4} label="Loading approvals" onRetry={list.reload} />}
          {found.length > 0 && <ApprovalTable approvals={found} />}
          {list.data && found.length === 0 && (
            <EmptyState icon={state === 'past' ? 'list' : 'check'} title={state === 'past' ? 'Nothing was decided yet' : 'Nothing waits'}>
              {state === 'past' ? 'What was approved, refused or ran out stands here.' : 'When a rule wants a person to look at a call, it waits here.'}
            </EmptyState>
          )}
        </div>
        {(cursors.length > 0 || list.data?.next) && (
          <div className="row">
            <Button size="sm" off={cursors.length === 0} onClick={() => setCursors((old) => old.slice(0, -1))}>
              Newer
            </Button>
            <Button size="sm" off={!list.data?.next} onClick={() => list.data?.next && setCursors((old) => [...old, list.data?.next ?? ''])}>
              Older
            </Button>
          </div>
        )}
      </div>
    </>
  )
}

function ApprovalTable({ approvals: rows }: { approvals: Approval[] }) {
  return (
    <table className="resp">
      <caption className="sr">Approvals</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Call</th>
          <th scope="col">Account of</th>
          <th scope="col">Asked by</th>
          <th scope="col">Asked</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => {
          const { sign, word } = STANDINGS[one.status] ?? { sign: 'waiting', word: one.status }
          return (
            <tr key={one.id}>
              <td>
                <Status of={sign}>{word}</Status>
              </td>
              <td className="wide-s">
                <div className="row wrap tight">
                  <Link to={`/console/approvals/${encodeURIComponent(one.id)}`} className="plain" data-row-link>
                    <code className="breakable">{one.action}</code>
                  </Link>
                  <EffectTag effect={one.effect as 'read' | 'write' | 'destroy'} />
                </div>
                <div className="small faint breakable">{one.rule.name || `Rule ${one.rule.number}`}</div>
              </td>
              <td className="wide-s breakable">{one.owner_name}</td>
              <td className="wide-s muted breakable">
                <span className="only-s-inline">Asked by </span>
                {one.caller_name}
              </td>
              <td className="wide-s muted nowrap">
                <span className="only-s-inline">Asked </span>
                <Time at={one.created_at} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
