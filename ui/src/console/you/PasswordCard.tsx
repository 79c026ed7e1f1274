import { type FormEvent, useState } from 'react'
import { Button, useToast } from '../../kit'
import { you } from '../api/calls'
import { judged, LEAST_LENGTH } from '../auth/password'
import { PasswordField } from '../auth/PasswordField'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

export function PasswordCard({ onChanged }: { onChanged: () => void }) {
  const { api } = useSession()
  const toast = useToast()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [lacks, setLacks] = useState({ old: '', fresh: '' })
  const meter = judged(fresh)
  const deed = useDeed(async () => {
    const { ended } = await you.password(api, old, fresh)
    toast(ended === 0 ? 'Password changed' : `Password changed; ${plural(ended, 'other session')} ended`)
    setOld('')
    setFresh('')
    onChanged()
  })

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = { old: old === '' ? 'Type your present password.' : '', fresh: meter.enough ? '' : meter.text || 'Type a new password.' }
    setLacks(found)
    if (!found.old && !found.fresh) await deed.run()
  }

  return (
    <form className="card" aria-labelledby="pwh" onSubmit={(event) => void submit(event)} noValidate>
      <div className="hd">
        <h2 id="pwh" className="h3">
          Password
        </h2>
      </div>
      <div className="bd stack roomy">
        <PasswordField label="Present password" autoComplete="current-password" value={old} error={lacks.old} onChange={setOld} />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          value={fresh}
          error={lacks.fresh}
          good={meter.enough ? meter.text : undefined}
          hint={fresh === '' ? `At least ${LEAST_LENGTH} characters. Four unrelated words are good.` : meter.text}
          onChange={setFresh}
        />
        <Failure error={deed.error} />
      </div>
      <div className="cardft">
        <span className="small muted grow">Your other sessions end with it.</span>
        <Button type="submit" busy={deed.busy && 'Changing'}>
          Change password
        </Button>
      </div>
    </form>
  )
}
