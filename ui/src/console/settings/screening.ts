/** What is done about text that is meant for a model, in words. */
import type { Screening } from '../api/types'

export const SCREENINGS: readonly { value: Screening; label: string }[] = [
  { value: 'off', label: 'Off' },
  { value: 'annotate', label: 'Annotate' },
  { value: 'block', label: 'Block' },
]

export const SCREENING: Record<Screening, string> = {
  off: 'Nothing is looked at. Use it where no answer reaches a model.',
  annotate: 'Answers stay as they are, and say where a text seems to give orders to a model.',
  block: 'Each text that seems to give orders to a model is replaced by a sentence that says so. Everything else stays.',
}
