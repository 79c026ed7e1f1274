import { useState } from 'react'
import { Button, copyText, Dialog, Notice, Select, TextField } from '../../kit'
import { team } from '../api/calls'
import type { NewInvitation } from '../api/types'
import { Failure } from '../components/Failure'
import { day } from '../lib/format'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { aboutRole, roleName, rolesToGive } from './roles'

interface Props {
  onMade: () => void
  onClose: () => void
}

const DAYS = [1, 7, 30].map((days) => ({ value: String(days), label: days === 1 ? '1 day' : `${days} days` }))

/** The link itself, this once. */
function NewLink({ made, onClose }: { made: NewInvitation; onClose: () => void }) {
  const [told, setTold] = useState('')
  async function copy() {
    setTold((await copyText(made.url)) ? 'Copied' : 'Not copied')
    window.setTimeout(() => setTold(''), 2000)
  }
  return (
    <Dialog
      open
      alert
      title="Send this link"
      // Esc must not lose a link that shows only once.
      onClose={() => undefined}
      footer={
        <Button variant="primary" icon="check" onClick={onClose}>
          I have sent it
        </Button>
      }
    >
      <Notice tone="warn" title="It shows only now.">
        Linkwright sends no mail: give it to {made.email ?? 'whom you invite'} yourself. It works once, until {day(made.expires_at)}, and makes its
        holder {roleName(made.role)} of the organization.
      </Notice>
      <div className="row tight">
        <div className="input ro grow">
          <input className="mono" readOnly aria-label="The link" value={made.url} onFocus={(event) => event.target.select()} />
        </div>
        <Button icon={told === 'Copied' ? 'check' : 'copy'} data-first onClick={() => void copy()}>
          {told || 'Copy'}
        </Button>
      </div>
    </Dialog>
  )
}

export function InviteDialog({ onMade, onClose }: Props) {
  const { api, may } = useSession()
  const [form, setForm] = useState({ role: 'developer', email: '', days: '7' })
  const [made, setMade] = useState<NewInvitation | null>(null)
  const deed = useDeed(async () => {
    setMade(await team.invite(api, form.role, form.email.trim() || null, Number(form.days)))
    onMade()
  })
  const refused = deed.error?.field === 'email' ? deed.error.message : undefined
  if (made) return <NewLink made={made} onClose={onClose} />
  return (
    <Dialog
      open
      title="Invite to the organization"
      dirty={form.email !== ''}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={deed.busy && 'Making the link'} onClick={() => void deed.run()}>
            Make a link
          </Button>
        </>
      }
    >
      <div className="stack roomy">
        <TextField
          label="E-mail"
          optional
          type="email"
          autoComplete="off"
          data-first
          value={form.email}
          error={refused}
          hint="The link then works for this address only."
          onChange={(event) => setForm({ ...form, email: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void deed.run()
          }}
        />
        <div className="g2">
          <Select
            label="Role"
            options={rolesToGive(may('owners:write'))}
            value={form.role}
            hint={aboutRole(form.role)}
            onChange={(event) => setForm({ ...form, role: event.target.value })}
          />
          <Select label="Works for" options={DAYS} value={form.days} onChange={(event) => setForm({ ...form, days: event.target.value })} />
        </div>
        {refused === undefined && <Failure error={deed.error} />}
      </div>
    </Dialog>
  )
}
