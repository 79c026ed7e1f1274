/** First paint and the wait for one tool: the shape of what comes. */
import { Bone, IconButton, Skeleton } from '../kit'
import { useKeys } from './keys'
import { t } from './language'

/** Before anything is known: title, search, three cards. */
export function LoadingHub({ onRetry, onClose = null }: { onRetry?: () => void; onClose?: (() => void) | null }) {
  useKeys(onClose)
  return (
    <main className="hub" aria-label={t('kit.loading')}>
      <header className="top"><Bone className="w24" /><Bone className="name" /><span className="grow" />{onClose && <IconButton icon="close" label={t('common.close')} onClick={onClose} />}</header>
      <LoadingBody onRetry={onRetry} />
    </main>
  )
}

/** The same within a frame that is already drawn. */
export function LoadingBody({ onRetry }: { onRetry?: () => void }) {
  return (
    <div className="main">
      <h1 className="sr" tabIndex={-1}>{t('kit.loading')}</h1>
      <Skeleton label={t('kit.loading')} onRetry={onRetry}>
        <div className="stack g16">
          <Bone className="line" />
          <Bone className="fieldlike" />
          <Bone className="cardlike" />
          <Bone className="cardlike" />
          <Bone className="cardlike" />
        </div>
      </Skeleton>
    </div>
  )
}
