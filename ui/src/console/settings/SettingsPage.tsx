import { Bone, Skeleton } from '../../kit'
import { project as calls } from '../api/calls'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useLoad } from '../lib/load'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { BrandForm } from './BrandForm'
import { ProjectCard } from './ProjectCard'

export function SettingsPage() {
  const { api, mayChange, refresh } = useSession()
  const loaded = useLoad('project', (signal) => calls.get(api, signal))
  return (
    <>
      <PageHead title="Settings">{!mayChange && <span className="small muted">{CHANGE_NEEDS}</span>}</PageHead>
      <div className="pbody narrowbody">
        <Failure error={loaded.error} what="Could not load the settings" retry={loaded.reload} />
        {!loaded.data && !loaded.error && (
          <Skeleton label="Loading the settings" onRetry={loaded.reload}>
            <div className="card cardpad stack roomy">
              <Bone className="vary0" />
              <Bone className="vary1" />
              <Bone className="vary2" />
            </div>
          </Skeleton>
        )}
        {loaded.data && (
          <>
            <BrandForm
              saved={loaded.data}
              mayChange={mayChange}
              onSave={async (change) => {
                const next = await calls.save(api, change)
                loaded.change((old) => ({ ...old, ...change, ...next }))
                await refresh()
              }}
            />
            <ProjectCard settings={loaded.data} />
          </>
        )}
      </div>
    </>
  )
}
