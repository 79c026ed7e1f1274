import { Button, CopyId, copyText, EffectTag, Icon, IconButton, Status, Tile, Time, useToast } from '../../kit'
import { runs } from '../api/calls'
import type { RunDetail } from '../api/types'
import { Failure } from '../components/Failure'
import { useConnectors } from '../lib/catalogue'
import { useKeys } from '../lib/keys'
import { useDeed } from '../lib/load'
import { go, Link } from '../lib/router'
import { useSession } from '../session/context'
import { runCurl } from './curl'
import { keptOrder } from './order'
import { caller, runStatus } from './words'

function runAddress(id: string): string {
  return `/console/runs/${encodeURIComponent(id)}`
}

function testerOf(run: RunDetail): string {
  const query = new URLSearchParams({ account: run.account_id ?? '', action: run.action ?? '', run: run.request_id })
  return `/console/tester?${query.toString()}`
}

function whyNot(run: RunDetail): string {
  if (run.linkwright?.bodies?.kept === false) return 'what it was called with is not kept.'
  return 'not everything it was called with is kept.'
}

/** Previous and next in the list that the run was opened from. */
function Neighbours({ id }: { id: string }) {
  const { ids } = keptOrder()
  const at = ids.indexOf(id)
  const [before, after] = at < 0 ? [undefined, undefined] : [ids[at - 1], ids[at + 1]]
  useKeys({
    ArrowLeft: () => before && go(runAddress(before)),
    ArrowRight: () => after && go(runAddress(after)),
  })
  if (at < 0) return null
  return (
    <span className="row tight end">
      <IconButton
        icon="up"
        label="Previous run"
        keys="←"
        aria-disabled={!before || undefined}
        onClick={() => before && go(runAddress(before))}
      />
      <IconButton
        icon="down"
        label="Next run"
        keys="→"
        aria-disabled={!after || undefined}
        onClick={() => after && go(runAddress(after))}
      />
    </span>
  )
}

export function RunCrumb({ id }: { id: string }) {
  return (
    <div className="row">
      <nav className="bc" aria-label="Breadcrumb">
        <Link to={keptOrder().address}>Runs</Link>
        <Icon name="right" size="s" />
        <CopyId id={id} most={30} />
      </nav>
      <Neighbours id={id} />
    </div>
  )
}

export function RunHead({ run }: { run: RunDetail }) {
  const { me, api, mayChange } = useSession()
  const toast = useToast()
  const connectors = useConnectors()
  const effect = run.linkwright?.effect
  const owner = run.linkwright?.owner_name ?? run.account_id
  const deed = useDeed(async () => go(runAddress((await runs.rerun(api, run.request_id)).run_id)))
  async function copy() {
    toast((await copyText(runCurl(me.public_url, run))) ? 'Copied as curl' : { text: 'Not copied: the browser forbids it', icon: 'alert' })
  }
  return (
    <>
      <div className="t">
        {run.provider && <Tile name={connectors.nameOf(run.provider)} src={connectors.logos.get(run.provider)} />}
        <h1 tabIndex={-1}>{run.action ?? run.path ?? 'Request'}</h1>
        {(effect === 'read' || effect === 'write' || effect === 'destroy') && <EffectTag effect={effect} />}
        <Status of={runStatus(run)} />
        {run.action && (
          <div className="act">
            <Button icon="code" onClick={() => void copy()}>
              Copy as curl
            </Button>
            {run.account_id && (
              <Button icon="sliders" onClick={() => go(testerOf(run))}>
                Open in tester
              </Button>
            )}
            {effect === 'read' && mayChange && (
              <Button icon="refresh" busy={deed.busy && 'Running'} off={!run.linkwright?.can_rerun} aria-describedby="rerunwhy" onClick={() => void deed.run()}>
                Run again
              </Button>
            )}
          </div>
        )}
      </div>
      {effect === 'read' && mayChange && !run.linkwright?.can_rerun && (
        <p id="rerunwhy" className="small muted">
          It cannot be run again: {whyNot(run)}
        </p>
      )}
      <Failure error={deed.error} what="It was not run again" />
      <div className="m">
        <span>
          <Icon name="clock" size="s" />
          <Time at={run.start_time ?? run.event_datetime} />
        </span>
        {run.account_id && (
          <span>
            <Icon name="link" size="s" />
            <Link to={`/console/accounts/${encodeURIComponent(run.account_id)}`}>{owner}</Link>
          </span>
        )}
        <span>
          <Icon name="bolt" size="s" />
          {caller(run)}
        </span>
      </div>
    </>
  )
}
