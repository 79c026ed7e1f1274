import { Bones, Skeleton } from '../../kit'
import { you } from '../api/calls'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useLoad } from '../lib/load'
import { roleName } from '../members/roles'
import { useSession } from '../session/context'
import { PasswordCard } from './PasswordCard'
import { SessionsCard } from './SessionsCard'
import { TwoStepCard } from './TwoStepCard'

/** One's own membership: who one is here, password, second step, sessions. */
export function AccountPage() {
  const { api, me } = useSession()
  const step = useLoad('two-step', (signal) => you.twoStep(api, signal))
  const list = useLoad('my-sessions', (signal) => you.sessions(api, signal))
  return (
    <>
      <PageHead title="Your account" />
      <div className="pbody narrowbody">
        <section className="card" aria-labelledby="meh">
          <div className="hd">
            <h2 id="meh" className="h3">
              {me.member.name}
            </h2>
          </div>
          <div className="bd">
            <dl className="facts">
              <dt>E-mail</dt>
              <dd>{me.member.email}</dd>
              <dt>Role</dt>
              <dd>
                {roleName(me.member.role)} of {me.organization.name}
              </dd>
            </dl>
          </div>
        </section>
        <PasswordCard onChanged={list.reload} />
        <Failure error={step.error} what="Could not load two-step sign-in" retry={step.reload} />
        {!step.data && !step.error && (
          <Skeleton label="Loading two-step sign-in" onRetry={step.reload}>
            <Bones className="card cardpad stack" lines={2} />
          </Skeleton>
        )}
        {step.data && <TwoStepCard state={step.data} onChanged={step.reload} />}
        <SessionsCard list={list} />
      </div>
    </>
  )
}
