import { useId, useState } from 'react'
import { Button, Checkbox, LinkButton, Notice, SecretField, Select, TextField, useToast } from '../../kit'
import { catalogue } from '../api/calls'
import type { ProfileChange, ProfileDetail } from '../api/types'
import { Code } from '../components/Code'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed } from '../lib/load'
import { CHANGE_NEEDS, useSession } from '../session/context'

const REDACTED = '**redacted**'

interface Props {
  profile: ProfileDetail
  users: number | null
  onSaved: (next: ProfileDetail) => void
}

/** The project's own app at the provider: who it is there, what it asks for, and beside it how to register it. */
export function AppCard({ profile, users, onSaved }: Props) {
  const { app } = profile
  const title = useId()
  const guide = useId()
  if (!app) return null
  return (
    <section className="card appcard" aria-labelledby={title}>
      <div className="hd">
        <h2 id={title} className="h3">
          App at {profile.connector_label}
        </h2>
        <span className="small muted">{app.ready ? 'Users sign in with it.' : 'Not entered yet.'}</span>
      </div>
      <div className="appgrid">
        <div className="bd stack roomy">
          {!app.ready && (
            <Notice tone="warn" title="Nobody can be linked yet.">
              Enter the client id of your app. Until then the Hub offers this profile to test sessions only.
            </Notice>
          )}
          {app.redirect_url && (
            <div className="stack">
              <h3>Callback address</h3>
              <Code text={app.redirect_url} copyLabel="Copy callback address" wrap />
              <p className="hint">Register exactly this at {profile.connector_label}. Every character counts.</p>
            </div>
          )}
          <AppForm key={`${app.client_id}${app.client_secret}`} profile={profile} users={users} onSaved={onSaved} />
        </div>
        {app.guide_html && (
          <aside className="bd stack roomy appguide" aria-labelledby={guide}>
            <div className="row between wrap">
              <h3 id={guide}>How to set it up</h3>
              {app.guide_url && (
                <LinkButton size="sm" href={app.guide_url} after="open">
                  As a page
                </LinkButton>
              )}
            </div>
            <div className="guide" dangerouslySetInnerHTML={{ __html: app.guide_html }} />
          </aside>
        )}
      </div>
    </section>
  )
}

function AppForm({ profile, users, onSaved }: Props) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const app = profile.app!
  const [id, setId] = useState(app.client_id ?? '')
  const [secret, setSecret] = useState('')
  const [choices, setChoices] = useState(() => Object.fromEntries(profile.setup.map((one) => [one.key, one.value])))
  const [more, setMore] = useState<readonly string[]>(profile.more_scopes)
  const chosen = profile.setup.some((one) => one.value !== choices[one.key])
  const asked = more.join(' ') !== profile.more_scopes.join(' ')
  const another = id.trim() !== (app.client_id ?? '')
  const changed = another || secret !== '' || chosen || asked
  const deed = useDeed(async () => {
    const change: ProfileChange = {
      ...(another ? { client_id: id.trim() || null } : {}),
      ...(secret ? { client_secret: secret } : {}),
      ...(chosen ? { parameters: choices } : {}),
      ...(asked ? { more_scopes: [...more] } : {}),
    }
    const next = await catalogue.saveProfile(api, profile.id, change)
    setSecret('')
    onSaved(next)
    toast('App saved')
  })
  const stored = app.client_secret === null ? null : { last4: app.client_secret.replace(REDACTED, '') }
  const needed = profile.asked.filter((one) => !more.includes(one.scope))
  const addable = profile.all_scopes.filter((one) => !needed.some((each) => each.scope === one.scope))
  return (
    <form
      className="stack roomy"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) void deed.run()
      }}
    >
      <TextField label="Client id" mono autoComplete="off" spellCheck={false} maxLength={255} value={id} disabled={!mayChange} onChange={(event) => setId(event.target.value)} />
      {mayChange ? (
        <SecretField label="Client secret" value={secret} stored={stored} help="Stored encrypted and never shown again." onChange={setSecret} />
      ) : (
        <p className="hint">{CHANGE_NEEDS}</p>
      )}
      {another && app.client_id && users !== null && users > 0 && (
        <Notice tone="warn" title={`${plural(users, 'account')} signed in with the other app.`}>
          They cannot be renewed with this one; their people have to sign in again.
        </Notice>
      )}
      {profile.setup.map((one) => (
        <Select
          key={one.key}
          label={one.label}
          hint={one.about}
          options={one.options}
          value={choices[one.key]}
          disabled={!mayChange}
          onChange={(event) => setChoices({ ...choices, [one.key]: event.target.value })}
        />
      ))}
      <div className="stack">
        <h3>Asked for when users sign in</h3>
        <ul className="appscopes">
          {needed.map((one) => (
            <li key={one.scope}>
              {one.about} <code>{one.scope}</code>
            </li>
          ))}
        </ul>
        <p className="hint">The actions that are on need these. Ask for more only if you use it elsewhere:</p>
        {addable.map((one) => (
          <Checkbox
            key={one.scope}
            label={<code>{one.scope}</code>}
            hint={one.about}
            checked={more.includes(one.scope)}
            disabled={!mayChange}
            onChange={(event) => setMore(event.target.checked ? [...more, one.scope] : more.filter((each) => each !== one.scope))}
          />
        ))}
      </div>
      <Failure error={deed.error} what="Not saved" />
      {mayChange && (
        <div className="row">
          <Button type="submit" variant="primary" off={!changed} busy={deed.busy && 'Saving'}>
            Save app
          </Button>
        </div>
      )}
    </form>
  )
}
