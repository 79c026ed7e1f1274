import { CopyButton } from '../../kit'

interface Props {
  text: string
  /** "Copy command". */
  copyLabel: string
  /** Long words without a place to break (ids, addresses) wrap instead of scrolling. */
  wrap?: boolean
  copyText?: string
}

export function Code({ text, copyLabel, wrap = false, copyText }: Props) {
  return (
    <div className={wrap ? 'codeb wrapx' : 'codeb'}>
      <span className="cp">
        <CopyButton text={copyText ?? text} label={copyLabel} />
      </span>
      <pre tabIndex={0} role="region" aria-label={copyLabel.replace(/^Copy /, '')}>
        {text}
      </pre>
    </div>
  )
}
