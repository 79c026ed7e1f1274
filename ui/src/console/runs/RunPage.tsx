import { type ReactNode } from 'react'
import { Bones, CopyId, Notice, Skeleton } from '../../kit'
import { runs } from '../api/calls'
import type { RunDetail } from '../api/types'
import { Failure } from '../components/Failure'
import { useTitle } from '../components/Page'
import { useConnectors } from '../lib/catalogue'
import { bytes, count, duration } from '../lib/format'
import { useLoad } from '../lib/load'
import { Link } from '../lib/router'
import { useSession } from '../session/context'
import { LimitsCard } from './LimitsCard'
import { Remedy } from './Remedy'
import { RunCrumb, RunHead } from './RunHead'
import { RunTabs } from './RunTabs'
import { timeline } from './timeline'
import { useCall } from './useCall'
import { Waterfall } from './Waterfall'
import { sourceName } from './words'

function Figure({ value, children }: { value: string; children: ReactNode }) {
  return (
    <div>
      <b>{value}</b>
      <span>{children}</span>
    </div>
  )
}

function Figures({ run, provider }: { run: RunDetail; provider: string }) {
  const extra = run.linkwright
  const calls = extra?.upstream_calls ?? run.step_requests?.length ?? 0
  return (
    <div className="kpi">
      <Figure value={duration(run.duration)}>in all</Figure>
      <Figure value={duration(extra?.own_ms)}>Linkwright’s part</Figure>
      <Figure value={duration(extra?.upstream_ms)}>{provider}’s part</Figure>
      <Figure value={count(calls)}>
        {calls === 1 ? 'call' : 'calls'} to {provider}
      </Figure>
    </div>
  )
}

function Cause({ run }: { run: RunDetail }) {
  const error = run.linkwright?.error
  return error ? <Remedy error={{ ...error, missing: error.missing_scopes }} account={run.account_id} status={run.status} /> : null
}

/** Other runs that this one has to do with. */
function Kin({ run }: { run: RunDetail }) {
  const { replays, rerun_of: again } = run.linkwright ?? {}
  if (!replays && !again) return null
  const id = replays ?? again ?? ''
  return (
    <Notice
      tone="info"
      title={replays ? 'The provider was not called: this was a repeat.' : 'An earlier run, run again from the console.'}
      action={
        <Link className="btn sm" to={`/console/runs/${encodeURIComponent(id)}`}>
          {replays ? 'Open the run that did it' : 'Open the earlier run'}
        </Link>
      }
    >
      {replays ? 'It came with the key of an earlier write, and got the answer that one was given.' : 'It has the same arguments; its answer is of today.'}
    </Notice>
  )
}

function Context({ run }: { run: RunDetail }) {
  const extra = run.linkwright
  return (
    <section className="card" aria-labelledby="ctxh">
      <div className="hd">
        <h2 id="ctxh" className="h3">
          Context
        </h2>
      </div>
      <div className="bd">
        <dl className="facts">
          {run.account_id && (
            <>
              <dt>Account</dt>
              <dd>
                <CopyId id={run.account_id} most={18} />
              </dd>
            </>
          )}
          <dt>Request</dt>
          <dd>
            <code>
              {run.http_method} {run.path}
            </code>
          </dd>
          <dt>Answer</dt>
          <dd>{run.status ?? 'none yet'}{extra?.result_bytes ? `, ${bytes(extra.result_bytes)}` : ''}</dd>
          {run.source_type && (
            <>
              <dt>Came by</dt>
              <dd>{sourceName(run)}</dd>
            </>
          )}
          {run.source_value && (
            <>
              <dt>Caller</dt>
              <dd>{run.source_value}</dd>
            </>
          )}
        </dl>
      </div>
    </section>
  )
}

function Waiting() {
  return (
    <Skeleton label="Loading the run">
      <Bones className="card cardpad stack roomy" lines={4} />
    </Skeleton>
  )
}

function Body({ run }: { run: RunDetail }) {
  const steps = run.step_requests ?? []
  const { call, choose } = useCall(steps)
  const line = timeline(run)
  const provider = useConnectors().nameOf(run.provider)
  return (
    <>
      <Cause run={run} />
      <Kin run={run} />
      <div className="cols">
        <div className="stack roomy">
          <section className="card" aria-labelledby="wfh">
            <h2 id="wfh" className="sr">
              Waterfall
            </h2>
            <Figures run={run} provider={provider} />
            {line.lines.length > 0 && <Waterfall timeline={line} selected={call} onSelect={choose} />}
          </section>
          <RunTabs run={run} steps={steps} call={call} />
        </div>
        <div className="stack roomy side">
          <LimitsCard steps={steps} provider={provider} />
          <Context run={run} />
        </div>
      </div>
    </>
  )
}

export function RunPage({ id }: { id: string }) {
  const { api, project } = useSession()
  const loaded = useLoad(id, (signal) => runs.get(api, id, signal))
  const run = loaded.data
  useTitle('Run', run?.action ?? id, project.name)
  return (
    <>
      <header className="rh">
        <RunCrumb id={id} />
        {run ? <RunHead run={run} /> : <h1 tabIndex={-1} className="name">Run</h1>}
      </header>
      <div className="pbody">
        {run && <Body run={run} />}
        {!run && !loaded.error && <Waiting />}
        <Failure
          error={loaded.error}
          what="Could not load this run"
          retry={loaded.reload}
          gone={{
            title: 'There is no such run in this project',
            say: 'The id may be cut off, or the run is older than runs are kept here.',
            to: '/console/runs',
            label: 'Show all runs',
          }}
        />
      </div>
    </>
  )
}
