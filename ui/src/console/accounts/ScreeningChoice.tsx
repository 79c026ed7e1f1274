import { Select } from '../../kit'
import type { Account, Screening } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { SCREENING, SCREENINGS } from '../settings/screening'
import type { AccountDeeds } from './deeds'

const AS_PROJECT = 'project'
const OPTIONS = [{ value: AS_PROJECT, label: 'As the project' }, ...SCREENINGS] as const

/** What is done about text in this account's answers that is meant for a model. */
export function ScreeningChoice({ account, deeds }: { account: Account; deeds: AccountDeeds }) {
  const { mayChange } = useSession()
  const deed = useDeed((said: string) => deeds.screen(account, said === AS_PROJECT ? null : (said as Screening)))
  const mode = account.linkwright?.screening ?? null
  return (
    <section className="stack">
      <h3>Answers</h3>
      <Select
        label="Text that is meant for a model"
        hint={mode ? SCREENING[mode] : 'What the project’s settings say holds.'}
        options={OPTIONS}
        value={mode ?? AS_PROJECT}
        disabled={!mayChange || deed.busy}
        onChange={(event) => void deed.run(event.target.value)}
      />
      <Failure error={deed.error} what="Not changed" />
    </section>
  )
}
