/** Numbers and words for people: 312 ms, 1.2 kB, 4,812. */
const whole = new Intl.NumberFormat('en-GB')

export function count(value: number): string {
  return whole.format(value)
}

/** Round millions are written short: 3 M. */
export function limit(value: number): string {
  return value >= 1_000_000 && value % 100_000 === 0 ? `${value / 1_000_000} M` : count(value)
}

export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return 'unknown'
  if (ms > 0 && ms < 0.05) return '< 0.1 ms'
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} bytes`
  if (size < 1_000_000) return `${(size / 1000).toFixed(1)} kB`
  return `${(size / 1_000_000).toFixed(1)} MB`
}

/** "1 account", "3 accounts". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** `rate_limit_wait` becomes "Rate limit wait". */
export function words(name: string): string {
  const text = name.replace(/[._-]+/g, ' ').trim().replace(/\bgraphql\b/i, 'GraphQL')
  return text === '' ? text : text.charAt(0).toUpperCase() + text.slice(1)
}

const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const dayOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** "30 Nov, 08:20" in the reader's own zone; "08:20" where it is today. */
export function shortTime(iso: string, now = new Date()): string {
  const at = new Date(iso)
  return (at.toDateString() === now.toDateString() ? minutes : short).format(at)
}

export function day(iso: string): string {
  return dayOnly.format(new Date(iso))
}

export function clockTime(iso: string): string {
  return clock.format(new Date(iso))
}

export function shell(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`
}
