/** The form of a brand: what is in it, what differs from what is stored, and what cannot be stored. */
import type { Brand, BrandChange, ProjectSettings } from '../api/types'
import { isColor } from './contrast'

const TEXTS = ['app_name', 'home_url', 'support_url', 'terms_url', 'privacy_url', 'color', 'color_dark'] as const
type TextName = (typeof TEXTS)[number]

export interface BrandForm extends Record<TextName, string> {
  corner: number | null
  mode: Brand['mode']
  hide_brand: boolean
}

export type Faults = Partial<Record<keyof BrandForm, string>>

export function formOf(saved: ProjectSettings): BrandForm {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, saved[name] ?? ''])) as Record<TextName, string>
  return { ...texts, corner: saved.corner ?? null, mode: saved.mode ?? 'auto', hide_brand: Boolean(saved.hide_brand) }
}

/** Only what differs from what is stored; an emptied field is sent as null. */
export function changesOf(form: BrandForm, saved: ProjectSettings): BrandChange {
  const before = formOf(saved)
  const change: BrandChange = {}
  for (const name of TEXTS) {
    const spelt = (text: string) => (name.startsWith('color') ? text.trim().toLowerCase() : text.trim())
    if (spelt(form[name]) !== spelt(before[name])) change[name] = spelt(form[name]) || null
  }
  if (form.corner !== before.corner) change.corner = form.corner
  if (form.mode !== before.mode) change.mode = form.mode
  if (form.hide_brand !== before.hide_brand) change.hide_brand = form.hide_brand
  return change
}

function isAddress(text: string, schemes: string[]): boolean {
  try {
    return schemes.includes(new URL(text).protocol)
  } catch {
    return false
  }
}

const WEB = ['https:', 'http:']

export function faultsOf(form: BrandForm): Faults {
  const faults: Faults = {}
  if (form.app_name.trim() === '') faults.app_name = 'Type a name. Customers read it in the Hub.'
  for (const name of ['home_url', 'terms_url', 'privacy_url'] as const) {
    const text = form[name].trim()
    if (text !== '' && !isAddress(text, WEB)) faults[name] = 'Type a whole address, such as https://example.com/page.'
  }
  const support = form.support_url.trim()
  if (support !== '' && !isAddress(support, [...WEB, 'mailto:'])) {
    faults.support_url = 'Type a whole address, such as https://example.com/help, or mailto:help@example.com.'
  }
  for (const name of ['color', 'color_dark'] as const) {
    if (form[name].trim() !== '' && !isColor(form[name].trim())) faults[name] = 'Type six hexadecimal digits, such as #0b5c8f.'
  }
  return faults
}

/** A file of ours by its path alone: the console may show pictures of its own address only. */
export function here(url: string | null): string | null {
  return url === null ? null : new URL(url).pathname
}
