import { CopyId, Tag } from '../../kit'
import { JsonTree } from '../components/JsonTree'
import { isEmpty } from '../lib/tree'
import type { Plan } from './plan'

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a write would do: before and after, field by field, and whatever else was told. */
export function PlanView({ plan }: { plan: Plan }) {
  return (
    <div className="stack roomy">
      <div className="row wrap">
        <Tag>nothing sent yet</Tag>
        {plan.summary && <b>{plan.summary}</b>}
      </div>
      {plan.changes.length > 0 && (
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
            {plan.changes.map((change) => (
              <tr key={change.field}>
                <th scope="row">{change.field}</th>
                <td>
                  <del>{shown(change.before)}</del>
                </td>
                <td>
                  <ins>{shown(change.after)}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!isEmpty(plan.rest) && <JsonTree value={plan.rest} label="Plan" />}
      <p className="row small faint">
        Plan <CopyId id={plan.hash} most={18} />
      </p>
    </div>
  )
}
