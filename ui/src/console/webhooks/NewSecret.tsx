import { useState } from 'react'
import { Button, copyText, Dialog, Notice, Time } from '../../kit'
import type { NewWebhookEndpoint } from '../api/types'

/** A signing secret, this once: closing asks to have stored it. */
export function NewSecret({ made, onClose }: { made: NewWebhookEndpoint; onClose: () => void }) {
  const [told, setTold] = useState('')
  const old = made.secrets.find((secret) => secret.expires_at !== null)
  async function copy() {
    setTold((await copyText(made.secret)) ? 'Copied' : 'Not copied')
    window.setTimeout(() => setTold(''), 2000)
  }
  return (
    <Dialog
      open
      wide
      alert
      title="The signing secret"
      // Esc must not lose a secret that shows only once.
      onClose={() => undefined}
      footer={
        <Button variant="primary" icon="check" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <Notice tone="warn" title="It shows only now.">
        Your receiver verifies with it that a post comes from here. Put it where your secrets live.
      </Notice>
      <div className="row tight">
        <div className="input ro grow">
          <input className="mono" readOnly aria-label="The signing secret" value={made.secret} onFocus={(event) => event.target.select()} />
        </div>
        <Button icon={told === 'Copied' ? 'check' : 'copy'} data-first onClick={() => void copy()}>
          {told || 'Copy'}
        </Button>
      </div>
      <div className="muted stack">
        {old?.expires_at && (
          <p>
            The old secret signs on beside it until <Time at={old.expires_at} style="clock" /> (<Time at={old.expires_at} />
            ). Either one verifies until then.
          </p>
        )}
        <p>
          Any library of Standard Webhooks verifies: <code>Webhook(secret).verify(body, headers)</code>.
        </p>
      </div>
    </Dialog>
  )
}
