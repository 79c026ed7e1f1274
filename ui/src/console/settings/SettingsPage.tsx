import { Bones, Skeleton } from '../../kit'
import { project as calls } from '../api/calls'
import type { BrandChange, ProjectSettings } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useLoad } from '../lib/load'
import { ADMIN_NEEDS, useSession } from '../session/context'
import { AddressCard } from './AddressCard'
import { AnswersCard } from './AnswersCard'
import { BrandForm } from './BrandForm'
import { LogoCard } from './LogoCard'
import { NetworksCard } from './NetworksCard'
import { ProjectCard } from './ProjectCard'

/** Saved anew, the form begins with what was saved. */
function answersOf(saved: ProjectSettings): string {
  return [saved.screening, saved.rest_max_tokens, saved.mcp_max_tokens].join()
}

export function SettingsPage() {
  const { api, may, refresh } = useSession()
  const mayChange = may('settings:write')
  const loaded = useLoad('project', (signal) => calls.get(api, signal))
  const networks = useLoad('networks', (signal) => calls.networks(api, signal))
  const save = async (change: BrandChange) => {
    const next = await calls.save(api, change)
    loaded.change(() => next)
    await refresh()
  }
  return (
    <>
      <PageHead title="Settings">{!mayChange && <span className="small muted">{ADMIN_NEEDS}</span>}</PageHead>
      <div className="pbody narrowbody">
        <Failure error={loaded.error} what="Could not load the settings" retry={loaded.reload} />
        {!loaded.data && !loaded.error && (
          <Skeleton label="Loading the settings" onRetry={loaded.reload}>
            <Bones className="card cardpad stack roomy" lines={3} />
          </Skeleton>
        )}
        {loaded.data && (
          <>
            <BrandForm
              saved={loaded.data}
              mayChange={mayChange}
              onSave={save}
            />
            <LogoCard saved={loaded.data} mayChange={mayChange} onChanged={(next) => loaded.change(() => next)} />
            <AddressCard key={loaded.data.public_url} saved={loaded.data} mayChange={mayChange} onSave={save} />
            <AnswersCard key={answersOf(loaded.data)} saved={loaded.data} mayChange={mayChange} onSave={save} />
            <Failure error={networks.error} what="Could not load the allowed addresses" retry={networks.reload} />
            {networks.data && (
              <NetworksCard saved={networks.data} mayChange={mayChange} onSaved={(next) => networks.change(() => next)} />
            )}
            <ProjectCard settings={loaded.data} />
          </>
        )}
      </div>
    </>
  )
}
