import { EmptyState } from '../../kit'
import { PageHead } from '../components/Page'
import { Link } from '../lib/router'

export function NotFoundPage() {
  return (
    <>
      <PageHead title="There is no such page" />
      <div className="pbody">
        <div className="card">
          <EmptyState icon="question" title="The address may be cut off, or what it led to is gone">
            <Link to="/console/accounts">Go to accounts</Link>
          </EmptyState>
        </div>
      </div>
    </>
  )
}
