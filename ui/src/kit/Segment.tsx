/** Segment: two to four views of one thing. A radio group for the keyboard. */
import { useRef, type KeyboardEvent } from 'react'
import { Icon, type IconName } from './Icon'

export interface SegmentOption<T extends string> {
  value: T
  label: string
  icon?: IconName
}

interface Props<T extends string> {
  label: string
  options: readonly SegmentOption<T>[]
  value: T
  onChange: (value: T) => void
  full?: boolean
}

/** Arrow keys move and choose, as in a group of radio buttons. */
export function Segment<T extends string>({ label, options, value, onChange, full }: Props<T>) {
  const host = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const at = options.findIndex((option) => option.value === value)
    const to = (at + step + options.length) % options.length
    onChange(options[to]!.value)
    ;(host.current?.children[to] as HTMLElement | undefined)?.focus()
  }
  return (
    <div className={full ? 'seg full' : 'seg'} role="radiogroup" aria-label={label} ref={host} onKeyDown={move}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.icon && <Icon name={option.icon} size="s" />}
          {option.label}
        </button>
      ))}
    </div>
  )
}
