/** Connecting, once it takes longer than 600 ms: what is done, what runs, what is to come. No fake percentages. */
import { Icon, Spinner, Tile, useLater } from '../kit'
import { useTitle } from './Frame'

const LONG_MS = 8000

/** Steps are told in words; only the one in the middle can take time. */
export function Progress({ tool, logo }: { tool: string; logo?: string | null }) {
  const long = useLater(LONG_MS)
  useTitle(`Checking your key with ${tool}`)
  return (
    <div className="main ending" role="status">
      <Tile name={tool} src={logo} size="l" />
      <div>
        <h1 tabIndex={-1}>Checking your key with {tool}</h1>
        <p className="lead">{long ? `${tool} takes longer than usual. We go on waiting; nothing is saved until it answers.` : 'This usually takes a second or two.'}</p>
      </div>
      <ol className="doing">
        <li><Icon name="check" className="ok" />Key has the right form</li>
        <li aria-current="step"><Spinner />Asking {tool} who you are</li>
        <li className="faint"><Icon name="pending" />Saving it encrypted</li>
      </ol>
    </div>
  )
}
