import { useState } from 'react'
import { Bones, Button, CopyId, EffectTag, Notice, Skeleton, Status, Time, useToast } from '../../kit'
import { approvals } from '../api/calls'
import type { Approval } from '../api/types'
import { Failure } from '../components/Failure'
import { useTitle } from '../components/Page'
import { useDeed, useLoad } from '../lib/load'
import { Link } from '../lib/router'
import { allVisible } from '../lib/unseen'
import { useSession } from '../session/context'
import type { Plan } from '../tester/plan'
import { PlanView } from '../tester/PlanView'
import { LinkDialog } from './LinkDialog'
import { DECIDED, STANDINGS } from './words'

/** One call that waits: who asks, what it would do exactly, and the decision. */
export function ApprovalPage({ id }: { id: string }) {
  const { api, project } = useSession()
  const loaded = useLoad(`approval ${id}`, (signal) => approvals.get(api, id, signal))
  const approval = loaded.data
  useTitle(approval?.action, 'Approval', project.name)
  return (
    <>
      <header className="phead">
        <p className="crumbs small">
          <Link to="/console/approvals">Approvals</Link>
        </p>
        <h1 tabIndex={-1} className="breakable">
          {approval ? approval.action : 'Approval'}
        </h1>
      </header>
      <div className="pbody narrowbody" aria-busy={loaded.loading}>
        <Failure
          error={loaded.error}
          what="Could not load the approval"
          retry={loaded.reload}
          gone={{ title: 'There is no such approval', say: 'It may have been deleted with its account, or long after its end.', to: '/console/approvals', label: 'All approvals' }}
        />
        {!approval && !loaded.error && (
          <Skeleton label="Loading the approval" onRetry={loaded.reload}>
            <Bones className="card cardpad stack roomy" lines={2} />
          </Skeleton>
        )}
        {approval && (
          <>
            <Facts approval={approval} />
            <Shown approval={approval} />
            {approval.status === 'pending' && <Decision approval={approval} onDecided={loaded.reload} />}
          </>
        )}
      </div>
    </>
  )
}

function Facts({ approval }: { approval: Approval }) {
  const { sign, word } = STANDINGS[approval.status] ?? { sign: 'waiting', word: approval.status }
  return (
    <section className="card" aria-label="The call">
      <div className="bd">
        <dl className="facts">
          <dt>Status</dt>
          <dd>
            <Status of={sign}>{word}</Status>
          </dd>
          <dt>Asked by</dt>
          <dd className="breakable">
            {approval.caller_name} <span className="small faint">{approval.caller}</span>
          </dd>
          <dt>On the account of</dt>
          <dd className="breakable">
            <Link to={`/console/accounts/${encodeURIComponent(approval.account_id)}`}>{approval.owner_name ?? approval.account_id}</Link>
          </dd>
          <dt>Effect</dt>
          <dd>
            <EffectTag effect={approval.effect as 'read' | 'write' | 'destroy'} />
          </dd>
          <dt>Rule</dt>
          <dd className="breakable">{approval.rule.name || `Rule ${approval.rule.number}`}</dd>
          <dt>Asked</dt>
          <dd>
            <Time at={approval.created_at} />
          </dd>
          {(approval.status === 'pending' || approval.status === 'approved') && (
            <>
              <dt>Until</dt>
              <dd>
                <Time at={approval.expires_at} />
              </dd>
            </>
          )}
          {approval.decided_at && (
            <>
              <dt>{approval.status === 'refused' ? 'Refused by' : 'Approved by'}</dt>
              <dd className="breakable">
                {approval.decided_name}, <Time at={approval.decided_at} />
              </dd>
            </>
          )}
          <dt>Run that asked</dt>
          <dd>
            <Link to={`/console/runs/${encodeURIComponent(approval.asked_by_run)}`}>
              <code className="small breakable">{approval.asked_by_run}</code>
            </Link>
          </dd>
          {approval.run_id && (
            <>
              <dt>Run that used it</dt>
              <dd>
                <Link to={`/console/runs/${encodeURIComponent(approval.run_id)}`}>
                  <code className="small breakable">{approval.run_id}</code>
                </Link>
              </dd>
            </>
          )}
          <dt>Approval</dt>
          <dd>
            <CopyId id={approval.id} />
          </dd>
        </dl>
      </div>
    </section>
  )
}

function Shown({ approval }: { approval: Approval }) {
  return (
    <section className="card" aria-labelledby="planh">
      <div className="hd">
        <h2 id="planh" className="h3">
          What it would do
        </h2>
      </div>
      <div className="bd">
        {approval.plan ? (
          <PlanView plan={allVisible(approval.plan) as Plan} sent={approval.status === 'used'} />
        ) : (
          <Notice tone="bad" title="This cannot be shown.">
            What was kept of the call does not open, so nobody should approve it.
          </Notice>
        )}
      </div>
    </section>
  )
}

function Decision({ approval, onDecided }: { approval: Approval; onDecided: () => void }) {
  const { api } = useSession()
  const toast = useToast()
  const [linking, setLinking] = useState(false)
  const deed = useDeed(async (approve: boolean) => {
    await approvals.decide(api, approval.id, approve)
    toast(approve ? 'Approved: it may be made once' : 'Refused')
    window.dispatchEvent(new Event(DECIDED))
    onDecided()
  })
  if (!approval.may_decide)
    return (
      <Notice tone="info" title="You do not decide about this.">
        {approval.why_not ?? ''}
      </Notice>
    )
  return (
    <section className="card" aria-label="Decision">
      <div className="bd stack roomy">
        <p className="small muted">
          Approving lets exactly this call through, once. If what it changes has changed by then, it is asked about anew. Whoever asked is
          told no reason.
        </p>
        <div className="row wrap">
          <Button variant="primary" off={!approval.plan} busy={deed.busy && 'Deciding'} onClick={() => void deed.run(true)}>
            Approve, once
          </Button>
          <Button variant="danger" onClick={() => void deed.run(false)}>
            Refuse
          </Button>
          <Button variant="quiet" icon="link" onClick={() => setLinking(true)}>
            Let somebody else decide…
          </Button>
        </div>
        <Failure error={deed.error} retry={onDecided} />
      </div>
      {linking && <LinkDialog approval={approval} onClose={() => setLinking(false)} />}
    </section>
  )
}
