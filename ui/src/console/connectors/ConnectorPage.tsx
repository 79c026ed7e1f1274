import { useState } from 'react'
import { Bones, Button, Icon, LinkButton, Skeleton, Status, Tag, Tile } from '../../kit'
import { catalogue } from '../api/calls'
import type { Profile } from '../api/types'
import { Failure } from '../components/Failure'
import { useTitle } from '../components/Page'
import { logoOf } from '../lib/catalogue'
import { count, plural } from '../lib/format'
import { useLoad } from '../lib/load'
import { Link, go } from '../lib/router'
import { useSession } from '../session/context'
import { ActionTree } from './ActionTree'
import { StageTag } from './ConnectorsPage'
import { NewProfileDialog } from './NewProfileDialog'

const NONE: ReadonlySet<string> = new Set()

export function profileAddress(profile: { id: string; connector_key: string }): string {
  return `/console/connectors/${encodeURIComponent(profile.connector_key)}/${encodeURIComponent(profile.id)}`
}

function Profiles({ profiles, onNew }: { profiles: Profile[]; onNew?: () => void }) {
  return (
    <section className="card" aria-labelledby="profh">
      <div className="hd">
        <h2 id="profh" className="h3">
          Profiles
        </h2>
        {onNew && (
          <span className="end">
            <Button size="sm" icon="add" onClick={onNew}>
              New profile
            </Button>
          </span>
        )}
      </div>
      {profiles.length === 0 && <p className="cardpad muted">This project has no profile of it yet.</p>}
      {profiles.length > 0 && (
        <ul className="plainrows">
          {profiles.map((profile) => (
            <li key={profile.id}>
              <Link className="plain" to={profileAddress(profile)}>
                <b>{profile.name}</b>
              </Link>
              <span className="small muted">{profile.authentication_config_label}</span>
              <span className="row tight end">
                {profile.default && <Tag>Default</Tag>}
                <Status of={profile.active ? 'active' : 'inactive'}>{profile.active ? 'On' : 'Off'}</Status>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** One connector: its profiles here, and everything it can do. */
export function ConnectorPage({ connectorKey }: { connectorKey: string }) {
  const { api, project, mayChange } = useSession()
  const [making, setMaking] = useState(false)
  const loaded = useLoad(`connector ${connectorKey}`, async (signal) => {
    const [meta, actions, profiles] = await Promise.all([
      catalogue.connector(api, connectorKey, signal),
      catalogue.actions(api, connectorKey, signal),
      catalogue.profiles(api, signal),
    ])
    return { meta, actions, profiles: profiles.filter((one) => one.connector_key === connectorKey) }
  })
  const data = loaded.data
  const name = data?.meta.provider_name ?? connectorKey
  useTitle(name, 'Connectors', project.name)
  return (
    <>
      <header className="rh">
        <Crumbs />
        <div className="t">
          {data && <Tile name={name} src={logoOf(data.meta)} size="m" />}
          <h1 tabIndex={-1} className="name">
            {name}
          </h1>
          {data && <span className="faint">{data.meta.linkwright?.version}</span>}
          <StageTag stage={data?.meta.linkwright?.stage} />
          {data?.meta.linkwright?.docs_url && (
            <div className="act">
              <LinkButton href={data.meta.linkwright.docs_url} after="open">
                {name} for developers
              </LinkButton>
            </div>
          )}
        </div>
        {data?.meta.linkwright?.description && <p className="muted">{data.meta.linkwright.description}</p>}
      </header>
      <div className="pbody">
        <Failure
          error={loaded.error}
          what="Could not load this connector"
          retry={loaded.reload}
          gone={{
            title: 'There is no such connector',
            say: 'The address may be mistyped, or the connector was withdrawn.',
            to: '/console/connectors',
            label: 'Show all connectors',
          }}
        />
        {!data && !loaded.error && (
          <Skeleton label="Loading the connector">
            <Bones className="card cardpad stack roomy" lines={2} />
          </Skeleton>
        )}
        {data && (
          <>
            <Profiles profiles={data.profiles} onNew={mayChange ? () => setMaking(true) : undefined} />
            {making && <NewProfileDialog meta={data.meta} onMade={(made) => go(profileAddress(made))} onClose={() => setMaking(false)} />}
            <section className="card" aria-labelledby="acth">
              <div className="hd">
                <h2 id="acth" className="h3">
                  What it can do
                </h2>
                <span className="small muted">{plural(data.actions.length, 'action')}</span>
                <span className="small muted end">
                  {count(data.actions.filter((action) => action.linkwright.enabled).length)} on in the default profile
                </span>
              </div>
              <div className="bd">
                <ActionTree actions={data.actions} on={NONE} />
              </div>
            </section>
          </>
        )}
      </div>
    </>
  )
}

export function Crumbs({ connector }: { connector?: { key: string; name: string } }) {
  return (
    <nav className="bc" aria-label="Breadcrumb">
      <Link to="/console/connectors">Connectors</Link>
      {connector && (
        <>
          <Icon name="right" size="s" />
          <Link to={`/console/connectors/${encodeURIComponent(connector.key)}`}>{connector.name}</Link>
        </>
      )}
    </nav>
  )
}
