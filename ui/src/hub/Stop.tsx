/** The card for the time before there is a session: the link is used up, or the server cannot be reached. */
import { useEffect } from 'react'
import { Button, LinkButton } from '../kit'
import type { HubError } from './api'
import { Details, Ending } from './Ending'
import { useKeys } from './keys'
import { t } from './language'
import { tell, textOf } from './words'

/** Whether trying again can help. */
function passing(error: HubError): boolean {
  return error.status === 0 || error.status >= 500 || error.status === 429
}

interface Props {
  error: HubError
  app: string | null
  /** The app's own address, where the server knows it. */
  home?: string | null
  onRetry: () => void
  /** Leave the frame; null where the person only can close the tab. */
  onClose?: (() => void) | null
}

/** Expired, used and forged links look the same on purpose. */
export function Stop({ error, app, home, onRetry, onClose = null }: Props) {
  useKeys(onClose)
  const again = passing(error)
  const code = again || error.code === 'session_expired' ? error.code : 'link_ended'
  const told = tell(error, { app: app ?? t('common.the-app'), tool: t('common.the-tool') }, code)
  useEffect(() => {
    document.title = told.title
    document.querySelector<HTMLElement>('.hub h1')?.focus()
    if (error.status !== 0) return
    window.addEventListener('online', onRetry)
    return () => window.removeEventListener('online', onRetry)
  }, [error, onRetry, told.title])
  return (
    <main className="hub narrow" aria-label={told.title}>
      <Ending
        icon={again ? 'alert' : 'clock'}
        tone={again ? 'warn' : 'plain'}
        title={told.title}
        actions={
          (again || home || onClose) && (
            <>
              {again && <Button variant="primary" size="big" onClick={onRetry}>{t('common.again')}</Button>}
              {!again && home && <LinkButton variant="primary" size="big" href={home}>{app ? t('common.go-to-app', { app }) : t('common.go-to-the-app')}</LinkButton>}
              {onClose && <Button variant={again ? 'quiet' : 'primary'} size="big" onClick={onClose}>{t('common.close')}</Button>}
            </>
          )
        }
      >
        <p>{again ? textOf(told, null) : told.text}</p>
        {again && <Details error={error} />}
      </Ending>
    </main>
  )
}
