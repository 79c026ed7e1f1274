/** The Hub as a React component. */
import { createElement, useEffect, useRef, type CSSProperties, type ReactElement } from 'react'
import { open, type Handle, type Options } from './core.js'

export interface LinkwrightHubProps extends Omit<Options, 'container'> {
  /** `dialog`: over the page, with a close button. Otherwise in place, as high as its content. */
  presentation?: 'dialog' | 'inline'
  className?: string
  style?: CSSProperties
}

/** Shows the Hub while it is drawn. Another token, theme or language is taken over without starting anew. */
export function LinkwrightHub(props: LinkwrightHubProps): ReactElement | null {
  const { baseUrl, presentation, label, token, accountId, language, className, style } = props
  const host = useRef<HTMLDivElement>(null)
  const handle = useRef<Handle | null>(null)
  const latest = useRef(props)
  latest.current = props
  const theme = JSON.stringify(props.theme)
  const labels = JSON.stringify(props.labels)

  useEffect(() => {
    const opened = open({
      ...latest.current,
      container: presentation === 'dialog' ? undefined : host.current!,
      onSuccess: (account) => latest.current.onSuccess?.(account),
      onClose: () => latest.current.onClose?.(),
      onError: (error) => (latest.current.onError ?? ((told) => console.error(`Linkwright: ${told.message}`)))(error),
    })
    handle.current = opened
    return () => opened.destroy()
  }, [baseUrl, presentation, label])

  useEffect(() => {
    handle.current?.update({ token, accountId, language, theme: latest.current.theme, labels: latest.current.labels })
  }, [token, accountId, language, theme, labels])

  return presentation === 'dialog' ? null : createElement('div', { ref: host, className, style })
}

export type { Account, Failure, Labels, Language, Theme } from './protocol.js'
