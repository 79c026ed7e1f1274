import { Select, useToast } from '../../kit'
import { catalogue } from '../api/calls'
import type { ProfileDetail } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

const OPTIONS = [
  { value: 'by_actions', label: 'On where all actions are on' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const

/** Whether apps may make calls of the provider that no action describes. */
export function ProxyCard({ profile, onSaved }: { profile: ProfileDetail; onSaved: (next: ProfileDetail) => void }) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const deed = useDeed(async (said: string) => {
    const next = await catalogue.saveProfile(api, profile.id, { proxy: said === 'by_actions' ? said : said === 'on' })
    onSaved(next)
    toast(next.proxy_on ? 'The proxy is on' : 'The proxy is off')
  })
  return (
    <section className="card" aria-labelledby="proxyh">
      <div className="cardpad stack">
        <h2 id="proxyh" className="h3">
          Proxy
        </h2>
        <Select
          label="Calls beside the actions"
          hint={`${profile.proxy_on ? 'Now on' : 'Now off'}. Where it is on, an app with a key may send any request to ${
            profile.connector_label
          } with the account’s credential, which it never sees; the choice of actions below does not bind it. Writes need a key that may write.`}
          options={OPTIONS}
          value={profile.proxy === 'by_actions' ? profile.proxy : profile.proxy ? 'on' : 'off'}
          disabled={!mayChange || deed.busy}
          onChange={(event) => void deed.run(event.target.value)}
        />
        <Failure error={deed.error} what="Not changed" />
      </div>
    </section>
  )
}
