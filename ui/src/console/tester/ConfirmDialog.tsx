import { useState } from 'react'
import { Button, Dialog, EffectTag, Notice, TextField } from '../../kit'
import { JsonTree } from '../components/JsonTree'
import type { Plan } from './plan'
import { PlanView } from './PlanView'
import type { Call } from './values'

interface Props {
  effect: 'write' | 'destroy'
  action: string
  /** Whose account it is. */
  owner: string
  call: Call
  files: string[]
  /** Null where this hub makes none. */
  plan: Plan | null
  busy: boolean
  onClose: () => void
  onApply: () => void
}

/** Before a write: exactly what would be sent, or the plan of it. What destroys asks for the action's name. */
export function ConfirmDialog({ effect, action, owner, call, files, plan, busy, onClose, onApply }: Props) {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const destroys = effect === 'destroy'
  const right = !destroys || typed.trim() === action
  const { action: _, ...inputs } = call
  const apply = () => (right ? onApply() : setAsked(true))
  return (
    <Dialog
      open
      wide
      alert={destroys}
      title={destroys ? `Run ${action} on the account of ${owner}?` : `Send this to the account of ${owner}?`}
      onClose={onClose}
      footer={
        <>
          <Button data-first={!destroys || undefined} onClick={onClose}>
            {destroys ? 'Keep it' : 'Back to the form'}
          </Button>
          <Button variant={destroys ? 'danger-solid' : 'primary'} busy={busy && 'Sending'} onClick={apply}>
            {destroys ? 'Destroy' : plan ? 'Apply plan' : 'Send it'}
          </Button>
        </>
      }
    >
      <div className="stack roomy">
        <div className="row wrap">
          <code className="breakable">{action}</code> <EffectTag effect={effect} />
        </div>
        {destroys ? (
          <Notice tone="bad" title="This destroys something at the provider.">
            It may not be possible to get it back. Nothing has been sent yet.
          </Notice>
        ) : (
          !plan && <p className="muted">Nothing has been sent yet. This is what would be:</p>
        )}
        {plan ? <PlanView plan={plan} /> : <JsonTree value={inputs} label="Inputs" />}
        {files.length > 0 && <p className="small">With the file {files.join(', ')}.</p>}
        {destroys && (
          <TextField
            label={
              <>
                Type <code>{action}</code> to confirm
              </>
            }
            mono
            autoComplete="off"
            spellCheck={false}
            data-first
            value={typed}
            error={asked && !right ? 'This is not the name of the action.' : undefined}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && apply()}
          />
        )}
      </div>
    </Dialog>
  )
}
