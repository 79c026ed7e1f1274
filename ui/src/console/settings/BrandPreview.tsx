import { Mark, Tile } from '../../kit'
import { guarded, isColor } from './contrast'

interface Props {
  appName: string
  color: string
  hideBrand: boolean
}

/** How the Hub's head, button and foot will look. A picture: nothing in it can be operated. */
export function BrandPreview({ appName, color, hideBrand }: Props) {
  const brand = isColor(color) ? { fill: color, sign: guarded(color).sign } : null
  return (
    <figure
      className="brandview"
      aria-label="Preview of the Hub"
      ref={(node) => {
        if (node === null) return
        for (const [name, value] of [['--fill', brand?.fill], ['--on-fill', brand?.sign]] as const) {
          if (value === undefined) node.style.removeProperty(name)
          else node.style.setProperty(name, value)
        }
      }}
    >
      <div className="bv-top">
        <Tile name={appName || 'Your app'} size="s" letters={1} />
        <b className="trunc">{appName || 'Your app'}</b>
      </div>
      <div className="bv-main">
        <span className="muted">Connect Linear to {appName || 'your app'}</span>
        <span className="btn primary">Connect</span>
      </div>
      <div className="bv-foot">
        {hideBrand ? (
          <span>The key is stored encrypted</span>
        ) : (
          <>
            <Mark />
            <span>Secured by Linkwright</span>
          </>
        )}
      </div>
    </figure>
  )
}
