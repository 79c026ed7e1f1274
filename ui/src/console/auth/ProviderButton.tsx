import { Button } from '../../kit'
import { auth } from '../api/calls'
import { Client } from '../api/client'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'

interface Props {
  provider: string
  /** Where to go on once one is back. */
  next: string
}

/** Off to the organization's provider. It takes a press here: no other page and no address can begin a sign-in. */
export function ProviderButton({ provider, next }: Props) {
  const deed = useDeed(async () => {
    const { address } = await auth.provider(new Client(null), next)
    window.location.assign(address)
  })
  return (
    <div className="stack">
      <Failure error={deed.error} />
      <Button full busy={deed.busy && 'Going there'} onClick={() => void deed.run()}>
        Sign in with {provider}
      </Button>
    </div>
  )
}
