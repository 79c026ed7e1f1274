/** Tooltips: after 400 ms of hovering or at once on keyboard focus; can be hovered; Esc dismisses. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

const DELAY_MS = 400
const LEAVE_MS = 120
const GAP_PX = 6

/** Put the tip above its target, below where there is no room, and never outside the window. */
function place(tip: HTMLElement, target: Element): void {
  const at = target.getBoundingClientRect()
  const size = tip.getBoundingClientRect()
  const above = at.top - size.height - GAP_PX
  const left = at.left + at.width / 2 - size.width / 2
  tip.style.top = `${above > 4 ? above : at.bottom + GAP_PX}px`
  tip.style.left = `${Math.max(4, Math.min(left, window.innerWidth - size.width - 4))}px`
}

/** Wraps one control; its text repeats or adds to the control's own label. */
export function Tip({ text, keys, describe = false, children }: { text: string; keys?: string; describe?: boolean; children: ReactNode }) {
  const [shown, setShown] = useState(false)
  const host = useRef<HTMLSpanElement>(null)
  const tip = useRef<HTMLSpanElement>(null)
  const timer = useRef<number | undefined>(undefined)
  const id = useId()

  const later = (value: boolean, ms: number) => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => setShown(value), ms)
  }
  useEffect(() => () => window.clearTimeout(timer.current), [])
  useEffect(() => {
    const target = host.current?.firstElementChild
    if (!shown || !tip.current || !target) return
    tip.current.showPopover?.()
    place(tip.current, target)
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && setShown(false)
    window.addEventListener('keydown', escape)
    window.addEventListener('scroll', escape as never, true)
    return () => {
      window.removeEventListener('keydown', escape)
      window.removeEventListener('scroll', escape as never, true)
    }
  }, [shown])

  return (
    <span
      className="tiphost"
      ref={host}
      aria-describedby={describe && shown ? id : undefined}
      onPointerEnter={(event) => event.pointerType === 'mouse' && later(true, DELAY_MS)}
      onPointerLeave={() => later(false, LEAVE_MS)}
      onFocus={(event) => (event.target as Element).matches(':focus-visible') && later(true, DELAY_MS)}
      onBlur={() => later(false, 0)}
      onClick={() => later(false, 0)}
    >
      {children}
      {shown && (
        <span className="tip" role="tooltip" id={id} ref={tip} popover="manual">
          {text}
          {keys && <kbd>{keys}</kbd>}
        </span>
      )}
    </span>
  )
}
