import { Button, EmptyState, Notice } from '../../kit'
import type { ApiError } from '../api/errors'
import { go } from '../lib/router'

interface Props {
  error: ApiError | undefined
  /** What was wanted: "Could not load accounts". Without it the server's own sentence is the title. */
  what?: string
  retry?: () => void
  /** Where to go when there is no such thing, which trying again does not change. */
  gone?: { title: string; say: string; to: string; label: string }
}

/** A refusal, where the work is: what happened, and what to do next. */
export function Failure({ error, what, retry, gone }: Props) {
  if (error === undefined) return null
  // The sign-in stands over the page; what was refused meanwhile is loaded again after it.
  if (retry && error.status === 401) return null
  if (gone && error.status === 404) {
    return (
      <div className="card">
        <EmptyState icon="question" title={gone.title} actions={<Button onClick={() => go(gone.to)}>{gone.label}</Button>}>
          {gone.say}
        </EmptyState>
      </div>
    )
  }
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
