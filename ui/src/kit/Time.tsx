/** Times: relative up to six weeks, then the date; the exact UTC time on hover and focus. */
import { useEffect, useState } from 'react'
import { locale, word } from './words'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const SIX_WEEKS = 42 * DAY
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** "4 Nov 2026", in the reader's own zone. */
export function day(at: Date): string {
  if (!locale().startsWith('en')) return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
  return `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}`
}

/** "08:27", in the reader's own zone. */
export function clock(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** "4 Nov 2026, 09:41:07 UTC". */
export function exact(at: Date): string {
  if (!locale().startsWith('en')) return `${new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }).format(at)} UTC`
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':')
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${time} UTC`
}

/** The unit in which a length is told, and how many of them. */
function measured(ms: number): [number, 'second' | 'minute' | 'hour' | 'day' | 'week'] {
  if (ms < MINUTE) return [Math.max(1, Math.round(ms / 1000)), 'second']
  if (ms < HOUR) return [Math.round(ms / MINUTE), 'minute']
  if (ms < DAY) return [Math.round(ms / HOUR), 'hour']
  if (ms < 14 * DAY) return [Math.round(ms / DAY), 'day']
  return [Math.round(ms / (7 * DAY)), 'week']
}

/** How long: "40 seconds", "12 minutes", "3 hours", "6 days", "5 weeks". */
export function span(ms: number): string {
  const [amount, unit] = measured(ms)
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

/** "just now", "4 minutes ago", "yesterday", "in 6 days", or the date beyond six weeks. */
export function relative(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime()
  const far = Math.abs(ms)
  if (far < MINUTE) return word(ms >= 0 ? 'kit.time.now' : 'kit.time.soon')
  if (far >= SIX_WEEKS) return day(at)
  if (ms > 20 * HOUR && ms < 44 * HOUR) return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-1, 'day')
  const [amount, unit] = measured(far)
  return new Intl.RelativeTimeFormat(locale()).format(ms > 0 ? -amount : amount, unit)
}

/** The present, renewed every `every` milliseconds. */
export function useNow(every = 30_000): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date()), every)
    return () => window.clearInterval(timer)
  }, [every])
  return now
}

/** A moment in time. `at` is an ISO string or a Date; nonsense is shown as it came. */
export function Time({ at, style = 'relative' }: { at: string | Date; style?: 'relative' | 'clock' | 'day' }) {
  const now = useNow()
  const date = typeof at === 'string' ? new Date(at) : at
  if (Number.isNaN(date.getTime())) return <span>{String(at)}</span>
  const text = style === 'clock' ? clock(date) : style === 'day' ? day(date) : relative(date, now)
  return (
    <time dateTime={date.toISOString()} title={exact(date)}>
      {text}
    </time>
  )
}
