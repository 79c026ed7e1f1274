import { Button, EmptyState, SkeletonRows, Tag, Tile } from '../../kit'
import { catalogue } from '../api/calls'
import type { ConnectorMeta } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { SearchBox } from '../components/SearchBox'
import { logoOf } from '../lib/catalogue'
import { plural, words } from '../lib/format'
import { useLoad } from '../lib/load'
import { Link, setQuery, usePlace } from '../lib/router'
import { useSession } from '../session/context'

function fits(one: ConnectorMeta, query: string): boolean {
  const text = `${one.provider} ${one.provider_name} ${one.category ?? ''} ${one.linkwright?.description ?? ''}`.toLowerCase()
  return query.toLowerCase().split(/\s+/).every((word) => text.includes(word))
}

/** Released ones need no mark. */
export function StageTag({ stage }: { stage: string | null | undefined }) {
  if (!stage || /^(ga|stable|released)$/i.test(stage)) return null
  return <Tag tone="warn">{words(stage)}</Tag>
}

function Row({ connector, profiles }: { connector: ConnectorMeta; profiles: number }) {
  const extra = connector.linkwright
  return (
    <tr>
      <td>
        <span className="row">
          <Tile name={connector.provider_name} src={logoOf(connector)} size="m" />
          <span className="acc">
            <Link className="plain" to={`/console/connectors/${encodeURIComponent(connector.provider)}`}>
              <b>{connector.provider_name}</b>
            </Link>
            {extra?.description && <span className="small muted">{extra.description}</span>}
          </span>
        </span>
      </td>
      <td className="nowrap muted">{plural(extra?.actions ?? 0, 'action')}</td>
      <td className="nowrap muted">{plural(profiles, 'profile')}</td>
      <td className="nowrap">
        <span className="row tight">
          <span className="muted">{extra?.version}</span>
          <StageTag stage={extra?.stage} />
        </span>
      </td>
    </tr>
  )
}

/** Which systems can be linked. */
export function ConnectorsPage() {
  const { api } = useSession()
  const { query } = usePlace()
  const search = query.get('search') ?? ''
  const list = useLoad('connectors', (signal) => catalogue.connectors(api, signal))
  const profiles = useLoad('profiles', (signal) => catalogue.profiles(api, signal)).data ?? []
  const found = (list.data ?? []).filter((one) => fits(one, search))
  return (
    <>
      <PageHead title="Connectors" total={list.data && found.length} />
      <div className="pbody">
        <div className="filters" role="search">
          <SearchBox
            label="Search connectors"
            placeholder="Name or what it holds"
            value={search}
            onChange={(text) => setQuery({ search: text })}
          />
        </div>
        <div className="card tablec" aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load connectors" retry={list.reload} />
            </div>
          )}
          {!list.data && !list.error && <SkeletonRows rows={3} label="Loading connectors" onRetry={list.reload} />}
          {found.length > 0 && (
            <table className="resp conntable">
              <caption className="sr">Connectors</caption>
              <thead>
                <tr>
                  <th scope="col">Connector</th>
                  <th scope="col">Actions</th>
                  <th scope="col">Profiles</th>
                  <th scope="col">Version</th>
                </tr>
              </thead>
              <tbody>
                {found.map((one) => (
                  <Row
                    key={one.provider}
                    connector={one}
                    profiles={profiles.filter((profile) => profile.connector_key === one.provider).length}
                  />
                ))}
              </tbody>
            </table>
          )}
          {list.data && found.length === 0 && (
            <EmptyState
              icon="filter"
              title={`No connector matches “${search}”`}
              actions={<Button onClick={() => setQuery({ search: null })}>Clear search</Button>}
            />
          )}
        </div>
      </div>
    </>
  )
}
