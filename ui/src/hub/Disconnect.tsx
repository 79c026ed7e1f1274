/** The question before an account is destroyed, and the card after. */
import { useState } from 'react'
import { Button, Dialog, Notice } from '../kit'
import { HubError } from './api'
import { Ending } from './Ending'
import { Frame, useTitle } from './Frame'
import { useHub } from './context'
import { t } from './language'
import { tell, textOf } from './words'

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
      title={workspace ? t('disconnect.ask-workspace', { tool, workspace }) : t('disconnect.ask', { tool })}
      onClose={onKeep}
      footer={
        <>
          <Button size="big" data-first="" onClick={onKeep}>{t('disconnect.keep')}</Button>
          <Button size="big" variant="danger-solid" busy={busy && t('disconnect.busy')} onClick={go}>{t('disconnect.go', { tool })}</Button>
        </>
      }
    >
      <p className="muted pretty">{t('disconnect.text', { app: app.name, tool })}</p>
      {told && <Notice tone="bad" title={told.title} urgent>{textOf(told, 'kept.unchanged')}</Notice>}
    </Dialog>
  )
}

/** After: what happened, and the ways on. */
export function Gone({ tool, onAgain }: { tool: string; onAgain: () => void }) {
  const { app, close, returnUrl } = useHub()
  const title = t('disconnect.done', { tool })
  useTitle(title)
  return (
    <Frame label={title}>
      <Ending
        icon="check"
        tone="ok"
        title={title}
        actions={
          <>
            {close && <Button variant="primary" size="big" onClick={close}>{t('common.back-to-app', { app: app.name })}</Button>}
            {!close && returnUrl && <a className="btn primary big" href={returnUrl}>{t('common.back-to-app', { app: app.name })}</a>}
            <Button variant={close || returnUrl ? 'quiet' : 'default'} size="big" onClick={onAgain}>{t('disconnect.again')}</Button>
          </>
        }
      >
        <p>{t('disconnect.done-text', { app: app.name, tool })}</p>
      </Ending>
    </Frame>
  )
}
