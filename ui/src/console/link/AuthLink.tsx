import { useEffect, useRef, useState } from 'react'
import { Button, copyText, Icon, Notice, Select } from '../../kit'
import type { ConnectSession } from '../api/types'
import { shortTime } from '../lib/format'
import { LASTS } from './wanted'

/** Before the link is made: how long it shall work. */
export function AuthLinkLife({ lasts, onChange }: { lasts: number; onChange: (lasts: number) => void }) {
  return (
    <div className="out">
      <Select
        label="The link works for"
        options={LASTS}
        value={String(lasts)}
        onChange={(event) => onChange(Number(event.target.value))}
        hint="It works once. Nobody can read a key from it."
      />
    </div>
  )
}

/** After the link was taken back: said above the choice of a new one, and brought into view on phones. */
export function AuthLinkRevoked() {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => host.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div role="status" ref={host}>
      <Notice tone="ok" title="The link was revoked">
        Whoever opens it is told that it no longer works. Make a new one when you need it.
      </Notice>
    </div>
  )
}

/** The link, shown this once. */
export function AuthLinkShown({ session }: { session: ConnectSession }) {
  const [told, setTold] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  // What was asked for has arrived: on phones it stands below the fold.
  useEffect(() => button.current?.focus(), [])
  const until = session.linkwright?.expires_at
  async function copy() {
    setTold((await copyText(session.auth_link_url)) ? 'Copied' : 'Not copied')
    window.setTimeout(() => setTold(''), 2000)
  }
  return (
    <div className="out">
      <div className="row between wrap">
        <h3>Auth link</h3>
        <span className="small muted row tight">
          <Icon name="clock" size="s" />
          {until ? `Works once, until ${shortTime(until)}` : 'Works once'}
        </span>
      </div>
      <div className="row tight">
        <div className="input ro grow">
          <input
            className="mono"
            readOnly
            aria-label="Auth link"
            value={session.auth_link_url}
            onFocus={(event) => event.target.select()}
          />
        </div>
        <Button variant="primary" ref={button} icon={told === 'Copied' ? 'check' : 'copy'} onClick={() => void copy()}>
          {told || 'Copy'}
        </Button>
      </div>
      <p className="hint">
        Send it to the customer. It is shown here this once. The account appears in the list when they have linked it.
      </p>
    </div>
  )
}
