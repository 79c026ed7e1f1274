import { type FormEvent, useState } from 'react'
import { Bones, Button, Checkbox, Select, Skeleton, TextField, useToast } from '../../kit'
import { signInSettings } from '../api/calls'
import type { SignInSettings } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useDeed, useLoad } from '../lib/load'
import { aboutRole, rolesToGive } from '../members/roles'
import { useSession } from '../session/context'

interface Form {
  issuer: string
  client_id: string
  client_secret: string
  domains: string
  default_role: string
  joins: boolean
  passwords: boolean
  require_two_step: boolean
}

function formOf(saved: SignInSettings): Form {
  return {
    issuer: saved.issuer ?? '',
    client_id: saved.client_id ?? '',
    client_secret: '',
    domains: saved.domains.join(', '),
    default_role: saved.default_role,
    joins: saved.joins,
    passwords: saved.passwords,
    require_two_step: saved.require_two_step,
  }
}

function SettingsForm({ saved, onSaved }: { saved: SignInSettings; onSaved: (next: SignInSettings) => void }) {
  const { api } = useSession()
  const toast = useToast()
  const [form, setForm] = useState(() => formOf(saved))
  const set = (change: Partial<Form>) => setForm((old) => ({ ...old, ...change }))
  const deed = useDeed(async () => {
    const next = await signInSettings.save(api, {
      ...form,
      issuer: form.issuer.trim() || null,
      client_id: form.client_id.trim() || null,
      client_secret: form.client_secret || null,
      domains: form.domains.split(/[\s,]+/).filter(Boolean),
    })
    onSaved(next)
    setForm(formOf(next))
    toast('Sign-in settings saved')
  })
  const wrong = (field: string) => (deed.error?.field === field ? deed.error.message : undefined)
  const other = form.issuer.trim() !== '' && (form.issuer.trim() !== saved.issuer || form.client_id.trim() !== saved.client_id)

  async function submit(event: FormEvent) {
    event.preventDefault()
    await deed.run()
  }

  return (
    <form className="stack g16" onSubmit={(event) => void submit(event)} noValidate>
      <section className="card" aria-labelledby="tsh">
        <div className="hd">
          <h2 id="tsh" className="h3">
            Two-step sign-in
          </h2>
        </div>
        <div className="bd">
          <Checkbox
            label="Require it of everybody who signs in with a password"
            hint="Who has none sets it up at the next sign-in. Sessions that are open stay."
            checked={form.require_two_step}
            onChange={(event) => set({ require_two_step: event.target.checked })}
          />
        </div>
      </section>
      <section className="card" aria-labelledby="oidch">
        <div className="hd">
          <h2 id="oidch" className="h3">
            OpenID provider
          </h2>
        </div>
        <div className="bd stack g16">
          <p className="muted">People sign in through your own identity provider: Entra ID, Okta, Google Workspace, Keycloak and others.</p>
          <TextField
            label="Redirect address to register there"
            mono
            readOnly
            value={saved.return_address}
            onFocus={(event) => event.target.select()}
          />
          <TextField
            label="Issuer"
            optional
            mono
            inputMode="url"
            spellCheck={false}
            placeholder="https://id.example.com"
            value={form.issuer}
            error={wrong('issuer')}
            hint="Exactly as the provider’s own document says it. Empty means none."
            onChange={(event) => set({ issuer: event.target.value })}
          />
          <div className="g2">
            <TextField
              label="Client id"
              mono
              spellCheck={false}
              value={form.client_id}
              error={wrong('client_id')}
              onChange={(event) => set({ client_id: event.target.value })}
            />
            <TextField
              label="Client secret"
              type="password"
              autoComplete="off"
              value={form.client_secret}
              hint={saved.has_secret && !other ? 'One is stored. Empty keeps it.' : 'Goes into the vault, and is shown to nobody.'}
              onChange={(event) => set({ client_secret: event.target.value })}
            />
          </div>
          <TextField
            label="E-mail domains"
            spellCheck={false}
            placeholder="example.com, example.org"
            value={form.domains}
            error={wrong('domains')}
            hint="The provider may vouch for verified e-mails of these only. A member of such an e-mail is recognised by it at the first sign-in."
            onChange={(event) => set({ domains: event.target.value })}
          />
          <Checkbox
            label="People whom nobody invited may join"
            hint="With a verified e-mail of these domains."
            checked={form.joins}
            onChange={(event) => set({ joins: event.target.checked })}
          />
          {form.joins && (
            <Select
              label="They join as"
              options={rolesToGive(false)}
              value={form.default_role}
              error={wrong('default_role')}
              hint={aboutRole(form.default_role)}
              onChange={(event) => set({ default_role: event.target.value })}
            />
          )}
          <Checkbox
            label="Passwords may be used, too"
            hint="Switch this off once you have signed in through the provider yourself."
            checked={form.passwords}
            onChange={(event) => set({ passwords: event.target.checked })}
          />
          {deed.error && <Failure error={deed.error} what={deed.error.field ? undefined : 'Not saved'} />}
        </div>
      </section>
      <div>
        <Button type="submit" variant="primary" busy={deed.busy && 'Saving'}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** How members of the organization sign in; owners only. */
export function SignInSettingsPage() {
  const { api } = useSession()
  const loaded = useLoad('sign-in-settings', (signal) => signInSettings.get(api, signal))
  return (
    <>
      <PageHead title="Sign-in" />
      <div className="pbody narrowbody">
        <Failure error={loaded.error} what="Could not load how members sign in" retry={loaded.reload} />
        {!loaded.data && !loaded.error && (
          <Skeleton label="Loading how members sign in" onRetry={loaded.reload}>
            <Bones className="card cardpad stack" lines={2} />
          </Skeleton>
        )}
        {loaded.data && <SettingsForm saved={loaded.data} onSaved={(next) => loaded.change(() => next)} />}
      </div>
    </>
  )
}
