import { Bones, Button, Skeleton } from '../../kit'
import type { ApiError } from '../api/errors'
import { useTitle } from '../components/Page'
import { Failure } from '../components/Failure'
import { AuthCard } from './AuthCard'

/** While we ask who is there. */
export function WaitingPage() {
  useTitle('Loading')
  return (
    <main className="waitpage">
      <h1 className="sr">Linkwright</h1>
      <Skeleton label="Loading the console">
        <Bones className="stack" lines={3} from={1} />
      </Skeleton>
    </main>
  )
}

/** The console cannot be shown at all. */
export function FailurePage({ error, retry }: { error: ApiError; retry: () => void }) {
  useTitle('Could not open the console')
  return (
    <AuthCard title="The console could not be opened">
      <Failure error={error} />
      <Button onClick={retry}>Try again</Button>
    </AuthCard>
  )
}
