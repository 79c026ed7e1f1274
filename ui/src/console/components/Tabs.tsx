import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'

export interface Tab {
  key: string
  label: string
  note?: string
  content: () => ReactNode
}

interface Props {
  label: string
  tabs: readonly Tab[]
  value: string
  onChange: (key: string) => void
  className?: string
}

/** Kinds of data of one thing; arrows move. */
export function Tabs({ label, tabs, value, onChange, className = 'bd' }: Props) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const current = tabs.find((tab) => tab.key === value) ?? tabs[0]

  function onKey(event: KeyboardEvent) {
    const at = tabs.findIndex((tab) => tab.key === current?.key)
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }
    const to = steps[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const next = tabs[(to + tabs.length) % tabs.length]
    if (next === undefined) return
    onChange(next.key)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus()
  }

  if (current === undefined) return null
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKey}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            data-tab={tab.key}
            id={`${id}-${tab.key}`}
            aria-selected={tab.key === current.key}
            aria-controls={tab.key === current.key ? `${id}-panel` : undefined}
            tabIndex={tab.key === current.key ? 0 : -1}
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
            {tab.note && <span className="n">{tab.note}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.key}`} className={className}>
        {current.content()}
      </div>
    </>
  )
}
