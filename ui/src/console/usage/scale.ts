/** Round numbers at the side of a chart. */
export function niceTop(most: number): number {
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= most) ?? 10
  return step * power
}

/** At most `most` of the places, evenly apart, the first among them. */
export function spread(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step)
}

const hours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const both = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

const localDays = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** The reader's own day. */
export function dayName(start: string): string {
  return localDays.format(new Date(start))
}

/** Days are days of UTC; hours are told in the reader's own zone. */
export function pointName(start: string, interval: 'hour' | 'day', long: boolean): string {
  const at = new Date(start)
  if (interval === 'day') return days.format(at)
  return (long ? both : hours).format(at)
}

export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? '' : String(value)
    // A leading sign would be a formula to a spreadsheet.
    const safe = /^[=+@-]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
    return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
  }
  return rows.map((row) => row.map(cell).join(',')).join('\n')
}
