import { Select, useToast } from '../../kit'
import { catalogue } from '../api/calls'
import type { ProfileDetail } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { pinOptions } from './pins'

/** Which version of the connector runs for this profile's accounts; a change holds from the next call on. */
export function VersionCard({ profile, versions, onSaved }: { profile: ProfileDetail; versions: readonly string[]; onSaved: (next: ProfileDetail) => void }) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const deed = useDeed(async (version: string) => {
    onSaved(await catalogue.saveProfile(api, profile.id, { version }))
    toast('Version saved')
  })
  return (
    <section className="card" aria-labelledby="verh">
      <div className="cardpad stack">
        <h2 id="verh" className="h3">
          Version
        </h2>
        <Select
          label="Which version runs"
          hint={`Now ${profile.connector_version ?? 'none'}. A change holds from the next call on.`}
          options={pinOptions(versions, profile.version)}
          value={profile.version}
          disabled={!mayChange || deed.busy}
          onChange={(event) => void deed.run(event.target.value)}
        />
        <Failure error={deed.error} what="Not changed" />
      </div>
    </section>
  )
}
