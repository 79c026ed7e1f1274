/** What the server says when it refuses, in a form that screens can show as it is. */
export interface ErrorBody {
  statusCode: number
  message: string
  code?: string
  hint?: string
  retry_after?: number
  /** Which field of a form was refused. */
  field?: string
  /** Rights that the account's credential lacks. */
  missing_scopes?: string[]
}

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly hint: string
  readonly field: string
  /** Seconds to wait before another try, where the server told. */
  readonly retryAfter: number | null
  readonly missing: string[]

  constructor(status: number, message: string, extra: { code?: string; hint?: string; field?: string; retryAfter?: number | null; missing?: string[] } = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = extra.code ?? ''
    this.hint = extra.hint ?? ''
    this.field = extra.field ?? ''
    this.retryAfter = extra.retryAfter ?? null
    this.missing = extra.missing ?? []
  }
}

const OFFLINE_HINT = 'Check that it is running and that your connection works, then try again. Nothing you typed is lost.'

export function unreachable(): ApiError {
  return new ApiError(0, 'Linkwright did not answer.', { code: 'unreachable', hint: OFFLINE_HINT })
}

/** Turns any thrown value into an ApiError; an abort stays an abort for the caller to ignore. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (thrown instanceof TypeError) return unreachable()
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  return new ApiError(0, 'Something broke on this page.', { code: 'page', hint: `Load the page again. It said: ${said}` })
}

export function wasAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError'
}

function isBody(value: unknown): value is ErrorBody {
  return typeof value === 'object' && value !== null && typeof (value as ErrorBody).message === 'string'
}

export async function errorOf(response: Response): Promise<ApiError> {
  const header = Number(response.headers.get('retry-after'))
  const fromHeader = Number.isFinite(header) && header > 0 ? header : null
  let body: unknown = null
  try {
    body = await response.json()
  } catch {
    // A proxy in front of us answers in HTML; the status alone has to do then.
    body = null
  }
  if (isBody(body)) {
    return new ApiError(response.status, body.message, {
      code: body.code,
      hint: body.hint,
      field: typeof body.field === 'string' ? body.field : '',
      retryAfter: body.retry_after ?? fromHeader,
      missing: Array.isArray(body.missing_scopes) ? body.missing_scopes.map(String) : [],
    })
  }
  return new ApiError(response.status, `The server answered ${response.status}.`, {
    hint: 'The answer did not come from Linkwright itself. Look at the proxy in front of it.',
    retryAfter: fromHeader,
  })
}
