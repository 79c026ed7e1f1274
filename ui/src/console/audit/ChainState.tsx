import { Button, Notice, Time } from '../../kit'
import { audit } from '../api/calls'
import { Failure } from '../components/Failure'
import { count, plural } from '../lib/format'
import { useDeed, useLoad } from '../lib/load'
import { useSession } from '../session/context'

/** Whether the record is as it was written, up to where somebody looked. */
export function ChainState({ chain, turn }: { chain: 'project' | 'organization'; turn: number }) {
  const { api } = useSession()
  const state = useLoad(`${chain} ${turn}`, (signal) => audit.state(api, chain, false, signal))
  const again = useDeed(async () => {
    const found = await audit.state(api, chain, true)
    state.change(() => found)
  })
  const found = state.data
  if (state.error) return <Failure error={state.error} what="Could not verify the record" retry={state.reload} />
  if (!found) return null
  const verify = (
    <Button size="sm" busy={again.busy && 'Verifying'} onClick={() => void again.run()}>
      Verify all again
    </Button>
  )
  if (found.bad) {
    return (
      <Notice tone="bad" title={found.bad.sequence === null ? 'The record is not as it was written.' : `Record ${count(found.bad.sequence)} is not as it was written.`} action={verify}>
        {`What is wrong: ${found.bad.why}. Keep the database as it is; docs/audit.md says what each finding means.`}
      </Notice>
    )
  }
  return (
    <Notice tone={found.unsealed > 0 ? 'warn' : 'ok'} title={found.verified_to === 0 ? 'Nothing is recorded yet.' : `Chain verified up to record ${count(found.verified_to)}.`} action={verify}>
      <>
        Checked <Time at={found.verified_at} />, signed up to record {count(found.signed_to)} with the key <code>{found.key_id}</code>.
        {found.unsealed > 0 && ` ${plural(found.unsealed, 'record was', 'records were')} not written by a process of the hub.`}
      </>
    </Notice>
  )
}
