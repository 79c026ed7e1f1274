import { useEffect, useRef, useState } from 'react'
import { Bones, Skeleton } from '../../kit'
import { ApiError, asApiError } from '../api/errors'
import { Failure } from '../components/Failure'
import { storedTheme } from '../lib/theme'
import { loadEmbed, type Opened } from './embed'

interface Props {
  token: string
  onSuccess: () => void
  onClose: () => void
}

/** The Hub inside the console, opened by the same script that customers use. */
export function HubFrame({ token, onSuccess, onClose }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const told = useRef({ onSuccess, onClose })
  told.current = { onSuccess, onClose }
  const [state, setState] = useState<'loading' | 'open'>('loading')
  const [error, setError] = useState<ApiError | undefined>(undefined)
  const [turn, setTurn] = useState(0)

  useEffect(() => {
    const container = host.current
    if (container === null) return
    let opened: Opened | undefined
    let gone = false
    setError(undefined)
    loadEmbed().then(
      (embed) => {
        if (gone) return
        opened = embed.open({
          token,
          container,
          theme: storedTheme() === 'system' ? 'auto' : storedTheme(),
          onSuccess: () => told.current.onSuccess(),
          // Closing it ourselves, below, is not the person leaving.
          onClose: () => gone || told.current.onClose(),
          onError: ({ code, message }) => gone || setError(new ApiError(0, message, { code })),
        })
        setState('open')
      },
      (thrown: unknown) => {
        if (!gone) setError(asApiError(thrown))
      },
    )
    return () => {
      gone = true
      opened?.close?.()
      container.replaceChildren()
    }
  }, [token, turn])

  return (
    <div className="hubframe">
      <Failure error={error} what="The Hub could not be opened" retry={() => setTurn(turn + 1)} />
      {state === 'loading' && error === undefined && (
        <Skeleton label="Opening the Hub">
          <Bones className="stack roomy" lines={3} />
        </Skeleton>
      )}
      <div ref={host} className="hubhost" />
    </div>
  )
}
