import { Notice, Tag } from '../../kit'
import type { Step } from '../api/types'
import { Code } from '../components/Code'
import { JsonTree } from '../components/JsonTree'
import { bytes } from '../lib/format'
import { laidOut } from '../lib/graphql'
import { isEmpty } from '../lib/tree'
import { stepStatus } from './words'

/** One call to the provider: where to, what was asked, what came back. `told`: what the page says already. */
export function CallDetail({ step, told, kept }: { step: Step; told: string | undefined; kept: boolean }) {
  const extra = step.linkwright
  const size = extra?.response_bytes
  const status = stepStatus(step)
  return (
    <div className="stack roomy">
      <div className="row wrap">
        <Tag code>{step.http_method ?? step.method ?? 'POST'}</Tag>
        <code className="breakable">{step.url ?? step.path}</code>
        <span className="small faint">
          {[status === null ? 'no answer' : `status ${status}`, size ? `${bytes(size)} back` : ''].filter(Boolean).join(', ')}
        </span>
      </div>
      {extra?.error && extra.error !== told && <Notice tone="bad" title={extra.error} />}
      {extra?.document && <Code text={laidOut(extra.document)} copyLabel="Copy document" />}
      {!kept && <p className="muted">What was sent and what came back is not kept of this run.</p>}
      <div className="g2" hidden={!kept}>
        <section className="stack">
          <h3>Variables</h3>
          {isEmpty(extra?.variables) ? <p className="muted">None</p> : <JsonTree value={extra?.variables} label="Variables" />}
        </section>
        <section className="stack">
          <h3>Answer</h3>
          {isEmpty(extra?.response_excerpt) ? (
            <p className="muted">Nothing came back</p>
          ) : (
            <JsonTree value={extra?.response_excerpt} label="Answer" />
          )}
        </section>
      </div>
    </div>
  )
}
