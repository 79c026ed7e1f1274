/** The length meter, in words. The hub itself also refuses what is guessed first, which takes lists that no page should load. */
export const LEAST_LENGTH = 12
const LEAST_DIFFERENT = 4

export interface Judgement {
  enough: boolean
  text: string
}

export function judged(password: string): Judgement {
  const length = Array.from(password).length
  if (length === 0) return { enough: false, text: `Choose a password of at least ${LEAST_LENGTH} characters.` }
  if (length < LEAST_LENGTH) {
    const lacking = LEAST_LENGTH - length
    return { enough: false, text: `Too short: ${length} of ${LEAST_LENGTH} characters, ${lacking} more to go.` }
  }
  if (new Set(password).size < LEAST_DIFFERENT) {
    return { enough: false, text: 'Long enough, but the same few characters again. Mix in others.' }
  }
  if (length < 16) return { enough: true, text: `Long enough: ${length} characters.` }
  return { enough: true, text: `Long: ${length} characters.` }
}
