import { Button, Notice } from '../../kit'
import type { ApiError } from '../api/errors'

interface Props {
  error: ApiError | undefined
  /** What was wanted: "Could not load accounts". Without it the server's own sentence is the title. */
  what?: string
  retry?: () => void
}

/** A refusal, where the work is: what happened, and what to do next. */
export function Failure({ error, what, retry }: Props) {
  if (error === undefined) return null
  const wait = error.retryAfter === null ? '' : ` Try again in ${error.retryAfter} s.`
  const told = [what ? error.message : '', error.hint].filter(Boolean).join(' ')
  return (
    <Notice
      tone="bad"
      urgent
      title={what ?? error.message}
      action={
        retry && (
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      {told + wait === '' ? undefined : told + wait}
    </Notice>
  )
}
