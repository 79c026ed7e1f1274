import { CopyId } from '../../kit'
import type { ProjectSettings } from '../api/types'
import { useSession } from '../session/context'

/** What does not change from here, but is looked up. */
export function ProjectCard({ settings }: { settings: ProjectSettings }) {
  const { me } = useSession()
  return (
    <section className="card" aria-labelledby="projh">
      <div className="hd">
        <h2 id="projh" className="h3">
          Project
        </h2>
      </div>
      <div className="bd">
        <dl className="facts">
          <dt>Name</dt>
          <dd>{settings.name}</dd>
          <dt>Project id</dt>
          <dd>
            <CopyId id={settings.id} />
          </dd>
          <dt>Organization</dt>
          <dd>{me.organization.name}</dd>
          <dt>Address</dt>
          <dd>
            <code>{me.public_url}</code>
          </dd>
          <dt>Version</dt>
          <dd>{me.version}</dd>
        </dl>
      </div>
    </section>
  )
}
