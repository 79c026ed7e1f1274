import { Button, Time } from '../../kit'
import type { Account, Check } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import type { AccountDeeds } from './deeds'

const OUTCOMES: Record<NonNullable<Check['outcome']>, string> = {
  working: 'It works',
  refused: 'The provider refused it',
  another: 'It opens another account',
  unreachable: 'The provider could not be asked',
  postponed: 'Put off, to keep within limits',
}

/** Whether the credential works, since when that is known, and what to do about it. */
export function HealthCard({ account, deeds }: { account: Account; deeds: AccountDeeds }) {
  const { mayChange } = useSession()
  const checking = useDeed(() => deeds.check(account))
  const linking = useDeed(() => deeds.copyReconnectLink(account))
  const check = account.linkwright?.check
  const called = account.status === 'active' || account.status === 'error' || account.status === 'expired'
  // The notice above says it already.
  const told = account.status === 'error' || account.status === 'expired'
  return (
    <section className="stack">
      <h3>Does its credential work</h3>
      <dl className="facts">
        <dt>Last result</dt>
        <dd>
          {check?.outcome ? `${OUTCOMES[check.outcome]}.` : 'Not looked at yet.'} {check?.detail && !told && <span className="muted">{check.detail}</span>}
        </dd>
        {check?.checked_at && (
          <>
            <dt>Checked</dt>
            <dd>
              <Time at={check.checked_at} />
            </dd>
          </>
        )}
        <dt>Next check</dt>
        <dd>{check?.next_at && called ? <Time at={check.next_at} /> : called ? 'Not planned' : 'None while it is not used'}</dd>
      </dl>
      {mayChange && (
        <div className="row wrap">
          {called && (
            <Button size="sm" busy={checking.busy && 'Checking'} onClick={() => void checking.run()}>
              Check now
            </Button>
          )}
          <Button size="sm" icon="copy" busy={linking.busy && 'Making the link'} onClick={() => void linking.run()}>
            Copy reconnect link
          </Button>
        </div>
      )}
      <Failure error={checking.error} what="It could not be checked" />
      <Failure error={linking.error} what="The link could not be made" />
    </section>
  )
}
