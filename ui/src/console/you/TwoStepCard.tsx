import { type FormEvent, useState } from 'react'
import { Button, Dialog, Tag, useToast } from '../../kit'
import { you } from '../api/calls'
import type { TwoStep, TwoStepBeginning } from '../api/types'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { RecoveryCodes } from './RecoveryCodes'
import { CodeField, SetupSteps } from './SetupSteps'

interface Props {
  state: TwoStep
  onChanged: () => void
}

/** Shown until they are said to be stored. */
function CodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Dialog
      open
      alert
      title="Your recovery codes"
      onClose={() => undefined}
      footer={
        <Button variant="primary" icon="check" data-first onClick={onClose}>
          I have stored them
        </Button>
      }
    >
      <RecoveryCodes codes={codes} />
    </Dialog>
  )
}

interface CodeDialogProps {
  title: string
  say: string
  yes: string
  danger?: boolean
  act: (code: string) => Promise<unknown>
  onClose: () => void
}

function CodeDialog({ title, say, yes, danger, act, onClose }: CodeDialogProps) {
  const [code, setCode] = useState('')
  const deed = useDeed(() => act(code))
  async function submit(event?: FormEvent) {
    event?.preventDefault()
    if (code.trim() !== '' && !(await deed.run())) setCode('')
  }
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={danger ? 'danger-solid' : 'primary'} busy={deed.busy && 'Checking'} off={code.trim() === ''} onClick={() => void submit()}>
            {yes}
          </Button>
        </>
      }
    >
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <p className="muted">{say}</p>
        <CodeField label="A code of your app, or a recovery code" value={code} onChange={setCode} />
        <Failure error={deed.error} />
      </form>
    </Dialog>
  )
}

export function TwoStepCard({ state, onChanged }: Props) {
  const { api } = useSession()
  const toast = useToast()
  const [beginning, setBeginning] = useState<TwoStepBeginning | null>(null)
  const [asking, setAsking] = useState<'codes' | 'off' | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const begin = useDeed(async () => setBeginning(await you.begin(api)))
  const close = () => setAsking(null)

  return (
    <section className="card" aria-labelledby="tsh">
      <div className="hd">
        <h2 id="tsh" className="h3">
          Two-step sign-in
        </h2>
        {state.on ? <Tag tone="ok">on</Tag> : <Tag>off</Tag>}
      </div>
      <div className="bd stack">
        <p className="muted">
          {state.on
            ? `After your password you are asked for a code of your app. ${plural(state.codes_left, 'recovery code')} left.`
            : 'After your password you type a code that an app on your phone shows, so that a stolen password is not enough.'}
        </p>
        {state.required && <p className="muted">Your organization wants it, so it cannot be switched off.</p>}
        <Failure error={begin.error} />
      </div>
      <div className="cardft">
        <span className="grow" />
        {state.on ? (
          <>
            <Button onClick={() => setAsking('codes')}>New recovery codes…</Button>
            {!state.required && (
              <Button variant="danger" onClick={() => setAsking('off')}>
                Switch off…
              </Button>
            )}
          </>
        ) : (
          <Button busy={begin.busy && 'Beginning'} onClick={() => void begin.run()}>
            Set up…
          </Button>
        )}
      </div>
      {beginning && (
        <Dialog open title="Set up two-step sign-in" onClose={() => setBeginning(null)}>
          <SetupSteps
            beginning={beginning}
            confirm={async (code) => {
              setCodes((await you.confirm(api, code)).codes)
              setBeginning(null)
              onChanged()
            }}
          />
        </Dialog>
      )}
      {asking === 'codes' && (
        <CodeDialog
          title="New recovery codes"
          say="The codes that you have stop working."
          yes="Make new ones"
          onClose={close}
          act={async (code) => {
            setCodes((await you.codes(api, code)).codes)
            close()
            onChanged()
          }}
        />
      )}
      {asking === 'off' && (
        <CodeDialog
          title="Switch two-step sign-in off?"
          say="Your password alone lets you in then."
          yes="Switch off"
          danger
          onClose={close}
          act={async (code) => {
            await you.off(api, code)
            close()
            toast('Two-step sign-in is off')
            onChanged()
          }}
        />
      )}
      {codes && <CodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </section>
  )
}
