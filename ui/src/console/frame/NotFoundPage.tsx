import { Button, EmptyState } from '../../kit'
import { PageHead } from '../components/Page'
import { go } from '../lib/router'

export function NotFoundPage() {
  return (
    <>
      <PageHead title="There is no such page" />
      <div className="pbody">
        <div className="card">
          <EmptyState
            icon="question"
            title="Nothing stands at this address"
            actions={<Button onClick={() => go('/console/accounts')}>Go to accounts</Button>}
          >
            It may be cut off, or what it led to is gone.
          </EmptyState>
        </div>
      </div>
    </>
  )
}
