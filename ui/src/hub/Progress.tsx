/** Connecting, once it takes longer than 600 ms: what is done, what runs, what is to come. No fake percentages. */
import { Icon, Spinner, Tile, useLater } from '../kit'
import { useTitle } from './Frame'
import { t } from './language'

const LONG_MS = 8000

/** Steps are told in words; only the one in the middle can take time. */
export function Progress({ tool, logo }: { tool: string; logo?: string | null }) {
  const long = useLater(LONG_MS)
  useTitle(t('progress.title', { tool }))
  return (
    <div className="main ending" role="status">
      <Tile name={tool} src={logo} size="l" />
      <div>
        <h1 tabIndex={-1}>{t('progress.title', { tool })}</h1>
        <p className="lead">{long ? t('progress.long', { tool }) : t('progress.short')}</p>
      </div>
      <ol className="doing">
        <li><Icon name="check" className="ok" />{t('progress.form')}</li>
        <li aria-current="step"><Spinner />{t('progress.asking', { tool })}</li>
        <li className="faint"><Icon name="pending" />{t('progress.saving')}</li>
      </ol>
    </div>
  )
}
