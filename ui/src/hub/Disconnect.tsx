/** The question before an account is destroyed, and the card after. */
import { useState } from 'react'
import { Button, Dialog, Notice } from '../kit'
import { HubError } from './api'
import { Ending } from './Ending'
import { Frame, useTitle } from './Frame'
import { useHub } from './context'
import { tell } from './words'

interface Props {
  open: boolean
  account: string
  tool: string
  workspace?: string | null
  onKeep: () => void
  onGone: () => void
}

export function Disconnect({ open, account, tool, workspace, onKeep, onGone }: Props) {
  const { api, app } = useHub()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<HubError | null>(null)
  const go = async () => {
    setBusy(true)
    setError(null)
    try {
      await api.disconnect(account)
      onGone()
    } catch (failed) {
      setError(failed instanceof HubError ? failed : new HubError(500, 'internal', String(failed)))
    } finally {
      setBusy(false)
    }
  }
  const told = error && tell(error, { app: app.name, tool })
  return (
    <Dialog
      open={open}
      alert
      title={workspace ? `Disconnect the ${tool} workspace ${workspace}?` : `Disconnect ${tool}?`}
      onClose={onKeep}
      footer={
        <>
          <Button size="big" data-first="" onClick={onKeep}>Keep it</Button>
          <Button size="big" variant="danger-solid" busy={busy && 'Disconnecting'} onClick={go}>Disconnect {tool}</Button>
        </>
      }
    >
      <p className="muted pretty">The stored key is destroyed, and {app.name} loses access at once. Your data in {tool} stays. This cannot be undone; you can connect again with a new key.</p>
      {told && <Notice tone="bad" title={told.title} urgent>{told.text.replace('Nothing was saved.', 'Nothing was changed.')}</Notice>}
    </Dialog>
  )
}

/** After: what happened, and the ways on. */
export function Gone({ tool, onAgain }: { tool: string; onAgain: () => void }) {
  const { app, close, returnUrl } = useHub()
  const title = `${tool} is disconnected`
  useTitle(title)
  return (
    <Frame label={title}>
      <Ending
        icon="check"
        tone="ok"
        title={title}
        actions={
          <>
            {close && <Button variant="primary" size="big" onClick={close}>Back to {app.name}</Button>}
            {!close && returnUrl && <a className="btn primary big" href={returnUrl}>Back to {app.name}</a>}
            <Button variant={close || returnUrl ? 'quiet' : 'default'} size="big" onClick={onAgain}>Connect it again</Button>
          </>
        }
      >
        <p>Its key is destroyed, and {app.name} has no access any more. To be thorough, delete the key in {tool} too.</p>
      </Ending>
    </Frame>
  )
}
