import { CopyId, Notice, Tag } from '../../kit'
import { JsonTree } from '../components/JsonTree'
import { type Change, costOf, type Plan, valueOf } from './plan'

/** What a write would do: before and after, field by field, and exactly what would be sent. */
export function PlanView({ plan, sent = false }: { plan: Plan; sent?: boolean }) {
  return (
    <div className="stack roomy">
      <div className="row wrap">
        {!sent && <Tag>nothing sent yet</Tag>} <span className="small muted">{costOf(plan.cost)}</span>
      </div>
      {plan.scopes.missing.length > 0 && (
        <Notice tone="warn" title={`The credential lacks ${plan.scopes.missing.join(', ')}.`}>
          The provider will most likely refuse this.
        </Notice>
      )}
      {plan.changes.length > 0 && <Changes changes={plan.changes} />}
      {plan.unchanged.length > 0 && <p className="small muted">Already so: {plan.unchanged.join(', ')}.</p>}
      {plan.changes.length === 0 && plan.target?.now && <JsonTree value={plan.target.now} label="What is there now" />}
      {plan.unknown.map((one) => (
        <p className="small muted" key={one}>
          {one}
        </p>
      ))}
      {plan.requests.map((request, index) => (
        <JsonTree key={index} value={request} label={plan.requests.length === 1 ? 'Request' : `Request ${index + 1}`} />
      ))}
      <p className="row small faint">
        Plan <CopyId id={plan.plan_hash} most={18} />
      </p>
    </div>
  )
}

function before(change: Change) {
  if (!change.before_known) return <span className="faint nowrap">not known</span>
  const shown = valueOf(change.before, change.before_named)
  return shown === 'none' ? <span className="faint nowrap">none</span> : <del>{shown}</del>
}

function Changes({ changes }: { changes: Change[] }) {
  return (
    <table className="changes">
      <caption className="sr">What changes</caption>
      <thead className="sr">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{change.field}</th>
            <td>{before(change)}</td>
            <td>
              <ins>{valueOf(change.after, change.after_named)}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
