/** A budget of tokens as somebody types it: empty for none of one's own. */
const LEAST = 50
const MOST = 1_000_000

export function textOf(tokens: number | null): string {
  return tokens === null ? '' : String(tokens)
}

export function budgetOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim())
}

export function fault(text: string): string | undefined {
  const told = text.trim()
  const tokens = Number(told)
  if (told === '' || (/^\d+$/.test(told) && (tokens === 0 || (tokens >= LEAST && tokens <= MOST)))) return undefined
  return 'Type a whole number from 50 to 1,000,000, or 0, or nothing.'
}
