import { useEffect, useRef, useState } from 'react'
import { Icon, IconButton } from '../../kit'
import { useKeys } from '../lib/keys'

interface Props {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
}

const PAUSE_MS = 250

/** Search of a page; `/` goes there. Waits for a pause in typing before it asks. */
export function SearchBox({ label, placeholder, value, onChange }: Props) {
  const [typed, setTyped] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const latest = useRef(onChange)
  latest.current = onChange

  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = window.setTimeout(() => latest.current(typed.trim()), PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [typed, value])
  useKeys({
    '/': (event) => {
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    },
  })

  function clear() {
    setTyped('')
    latest.current('')
  }

  return (
    <div className="input searchbox">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') latest.current(typed.trim())
          if (event.key === 'Escape') {
            if (typed === '') event.currentTarget.blur()
            else clear()
          }
        }}
      />
      {typed === '' ? (
        <kbd className="only-l" aria-hidden="true">
          /
        </kbd>
      ) : (
        <IconButton icon="close" small label="Clear search" onClick={clear} />
      )}
    </div>
  )
}
