/** Waiting: spinner, skeletons that appear only after 150 ms, and a word when it takes long. */
import { useEffect, useState, type ReactNode } from 'react'
import { word } from './words'

const APPEAR_MS = 150
const LONG_MS = 8000

/** True once `ms` have passed since the first draw or since `key` changed. */
export function useLater(ms: number, key: unknown = null): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    setPassed(false)
    const timer = window.setTimeout(() => setPassed(true), ms)
    return () => window.clearTimeout(timer)
  }, [ms, key])
  return passed
}

/** A turning ring; a dotted one where the person asked for less motion. */
export function Spinner({ className = '' }: { className?: string }) {
  return <span className={`spin ${className}`.trim()} aria-hidden="true" />
}

/** One grey bar in the shape of what comes; `className` gives its size. */
export function Bone({ className = '' }: { className?: string }) {
  return <span className={`sk ${className}`.trim()} />
}

/** Lines of text that are not there yet, one under another and of different lengths. */
export function Bones({ className, lines, from = 0 }: { className: string; lines: number; from?: number }) {
  return (
    <div className={className}>
      {Array.from({ length: lines }, (_, line) => (
        <Bone key={line} className={`vary${from + line}`} />
      ))}
    </div>
  )
}

/** Holds a skeleton: nothing for 150 ms, then the shape, after 8 s a sentence with a way on. */
export function Skeleton({ label, children, onRetry }: { label: string; children: ReactNode; onRetry?: () => void }) {
  const visible = useLater(APPEAR_MS)
  const long = useLater(LONG_MS)
  return (
    <div className="skeleton" aria-busy="true">
      <p className={long ? 'small muted' : 'sr'} role="status">
        {long ? word('kit.still-loading') : label}
        {long && onRetry && (
          <button type="button" className="textlink" onClick={onRetry}>
            {word('kit.again')}
          </button>
        )}
      </p>
      <div aria-hidden="true" className={visible ? undefined : 'unseen'}>
        {children}
      </div>
    </div>
  )
}

/** Rows for a table or list that is on its way. */
export function SkeletonRows({ rows = 5, label = word('kit.loading'), onRetry }: { rows?: number; label?: string; onRetry?: () => void }) {
  return (
    <Skeleton label={label} onRetry={onRetry}>
      {Array.from({ length: rows }, (_, row) => (
        <div className="skrow" key={row}>
          <Bone className="w24" />
          <Bone className={`vary${row % 4}`} />
        </div>
      ))}
    </Skeleton>
  )
}
