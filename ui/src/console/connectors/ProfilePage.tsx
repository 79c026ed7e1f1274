import { useEffect, useMemo, useState } from 'react'
import { Bones, Button, Notice, Segment, Skeleton, Status, Switch, Tag, Tile, useToast } from '../../kit'
import { accounts, catalogue } from '../api/calls'
import type { CatalogueAction, Preset, ProfileDetail } from '../api/types'
import { Failure } from '../components/Failure'
import { useTitle } from '../components/Page'
import { sameOrigin } from '../lib/catalogue'
import { count, plural } from '../lib/format'
import { useDeed, useLoad } from '../lib/load'
import { Link } from '../lib/router'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { AppCard } from './AppCard'
import { ActionTree } from './ActionTree'
import { difference, scopesOf } from './choice'
import { Crumbs } from './ConnectorPage'
import { ProxyCard } from './ProxyCard'
import { VersionCard } from './VersionCard'

type Choice = Preset | 'own'

const CHOICES = [
  { value: 'read', label: 'Read' },
  { value: 'core', label: 'Everyday' },
  { value: 'all', label: 'All' },
  { value: 'own', label: 'Own choice' },
] as const

const ABOUT: Record<Choice, string> = {
  read: 'Everything that only reads and needs no administrator. New actions of later versions join by themselves.',
  core: 'What the connector’s author chose for every day: at most 40, and nothing that destroys.',
  all: 'Everything, administration and deletion too. New actions of later versions join by themselves.',
  own: 'Exactly the actions that are ticked below. New actions of later versions stay off.',
}

interface Draft {
  choice: Choice
  own: ReadonlySet<string>
}

function draftOf(profile: ProfileDetail): Draft {
  const own = new Set(profile.enabled_actions)
  return { choice: Array.isArray(profile.actions) ? 'own' : profile.actions, own }
}

function Consequence({ saved, on, actions, users }: { saved: ProfileDetail; on: ReadonlySet<string>; actions: CatalogueAction[]; users: number | null }) {
  const change = difference(new Set(saved.enabled_actions), on)
  const before = scopesOf(actions, new Set(saved.enabled_actions))
  const asked = scopesOf(actions, on).filter((scope) => !before.includes(scope))
  const told = [
    change.on.length > 0 ? `${count(change.on.length)} more on` : '',
    change.off.length > 0 ? `${count(change.off.length)} off` : '',
  ].filter(Boolean)
  return (
    <span className="small muted grow" role="status">
      {told.length > 0 ? `${told.join(', ')}. ` : 'The same actions as before. '}
      {asked.length > 0 && users !== null && users > 0 && (
        <>
          Needs {asked.map((scope, index) => (
            <span key={scope}>
              {index > 0 && ', '}
              <code>{scope}</code>
            </span>
          ))}
          , too: {plural(users, 'account')} may need a new key for that.
        </>
      )}
    </span>
  )
}

function Actions({ saved, actions, users, onSaved }: { saved: ProfileDetail; actions: CatalogueAction[]; users: number | null; onSaved: (next: ProfileDetail) => void }) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const [draft, setDraft] = useState(() => draftOf(saved))
  const on = useMemo(() => (draft.choice === 'own' ? draft.own : new Set(saved.presets[draft.choice])), [draft, saved.presets])
  const wanted = draft.choice === 'own' ? [...draft.own] : draft.choice
  const before = draftOf(saved)
  const { on: more, off: fewer } = difference(before.own, on)
  const changed = draft.choice !== before.choice || more.length + fewer.length > 0
  const deed = useDeed(async () => {
    onSaved(await catalogue.saveProfile(api, saved.id, { actions: wanted }))
    toast('Actions saved')
  })

  useEffect(() => {
    if (!changed) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [changed])

  function flip(ids: string[], to: boolean) {
    const own = new Set(on)
    for (const id of ids) {
      if (to) own.add(id)
      else own.delete(id)
    }
    setDraft({ choice: 'own', own })
  }

  return (
    <section className="card" aria-labelledby="acth">
      <div className="hd">
        <h2 id="acth" className="h3">
          Actions
        </h2>
        <span className="small muted">
          {count(on.size)} of {count(actions.length)} on. Apps and agents see only these.
        </span>
      </div>
      <div className="bd stack roomy">
        {mayChange ? (
          <>
            <Segment label="Which actions" options={CHOICES} value={draft.choice} onChange={(choice) => setDraft({ choice, own: new Set(on) })} />
            <p className="muted">{ABOUT[draft.choice]}</p>
          </>
        ) : (
          <p className="muted">
            {ABOUT[draft.choice]} {CHANGE_NEEDS}
          </p>
        )}
        {on.size === 0 && <Notice tone="warn" title="Nothing is on.">Accounts of this profile can then do nothing at all.</Notice>}
        <ActionTree actions={actions} on={on} onSwitch={mayChange ? flip : undefined} />
        <Failure error={deed.error} what="Not saved" />
      </div>
      {changed && (
        <div className="cardft savebar">
          <Consequence saved={saved} on={on} actions={actions} users={users} />
          <Button variant="quiet" onClick={() => setDraft(before)}>
            Discard
          </Button>
          <Button variant="primary" busy={deed.busy && 'Saving'} onClick={() => void deed.run()}>
            Save actions
          </Button>
        </div>
      )}
    </section>
  )
}

function OnOff({ profile, users, onSaved }: { profile: ProfileDetail; users: number | null; onSaved: (next: ProfileDetail) => void }) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const deed = useDeed(async (enabled: boolean) => {
    onSaved(await catalogue.saveProfile(api, profile.id, { enabled }))
    toast(enabled ? 'Profile is on' : 'Profile is off')
  })
  return (
    <section className="card" aria-label="On or off">
      <div className="cardpad row between">
        <div>
          <h2 className="h3">On</h2>
          <p className="hint">
            Switched off, it is not offered in the Hub
            {users !== null && users > 0 ? `, and calls on its ${plural(users, 'account')} are refused. They come back when you switch it on.` : '.'}
          </p>
          <Failure error={deed.error} what="Not changed" />
        </div>
        <Switch label="Profile is on" on={profile.active} off={!mayChange || deed.busy} onChange={(to) => void deed.run(to)} />
      </div>
    </section>
  )
}

/** A project's configuration of a connector: which of its actions are on. */
export function ProfilePage({ id }: { id: string }) {
  const { api, project, mayChange } = useSession()
  const toast = useToast()
  const loaded = useLoad(`profile ${id}`, async (signal) => {
    const profile = await catalogue.profile(api, id, signal)
    const [actions, versions, used] = await Promise.all([
      catalogue.actions(api, profile.connector_key, signal),
      catalogue.versions(api, profile.connector_key, signal),
      accounts.list(api, { profile_id: id, page_size: 1 }, signal),
    ])
    return { profile, actions, versions, users: used.total }
  })
  const data = loaded.data
  const saved = (profile: ProfileDetail) => loaded.change((old) => ({ ...old, profile }))
  const name = data?.profile.name ?? 'Profile'
  const deed = useDeed(async () => {
    saved(await catalogue.saveProfile(api, id, { default: true }))
    toast('Profile is the default')
  })
  useTitle(name, 'Profile', project.name)
  return (
    <>
      <header className="rh">
        <Crumbs connector={data && { key: data.profile.connector_key, name: data.profile.connector_label }} />
        <div className="t">
          {data && <Tile name={data.profile.connector_label} src={sameOrigin(data.profile.logo_url)} size="m" />}
          <h1 tabIndex={-1} className="name">
            {name}
          </h1>
          {data?.profile.default && <Tag>Default</Tag>}
          {data && <Status of={data.profile.active ? 'active' : 'inactive'}>{data.profile.active ? 'On' : 'Off'}</Status>}
          {data && !data.profile.default && mayChange && (
            <div className="act">
              <Button busy={deed.busy && 'Saving'} onClick={() => void deed.run()}>
                Make default
              </Button>
            </div>
          )}
        </div>
        {data && (
          <p className="muted">
            Linked by: {data.profile.authentication_config_label}. Connector {data.profile.connector_version}.{' '}
            {data.users !== null && (
              <Link to={`/console/accounts?profile=${encodeURIComponent(id)}`}>{plural(data.users, 'account')}</Link>
            )}{' '}
            {data.users === 1 ? 'uses' : 'use'} it.
          </p>
        )}
      </header>
      <div className="pbody narrowbody">
        <Failure error={loaded.error} what="Could not load this profile" retry={loaded.reload} />
        <Failure error={deed.error} what="Not changed" />
        {!data && !loaded.error && (
          <Skeleton label="Loading the profile">
            <Bones className="card cardpad stack roomy" lines={2} />
          </Skeleton>
        )}
        {data && (
          <>
            <AppCard profile={data.profile} users={data.users} onSaved={saved} />
            <OnOff profile={data.profile} users={data.users} onSaved={saved} />
            {(data.versions.length > 0 || data.profile.version !== 'latest') && (
              <VersionCard profile={data.profile} versions={data.versions} onSaved={saved} />
            )}
            <ProxyCard profile={data.profile} onSaved={saved} />
            <Actions key={JSON.stringify(data.profile.actions)} saved={data.profile} actions={data.actions} users={data.users} onSaved={saved} />
          </>
        )}
      </div>
    </>
  )
}
