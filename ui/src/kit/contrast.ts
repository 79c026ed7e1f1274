/**
 * The guard between a customer's brand colour and readable screens. From one colour come the button, its text, the text and
 * ring colour and the soft ground, each at the contrast that WCAG 2.2 AA asks. Works in OKLCH, so that the hue stays.
 */

export interface BrandTheme {
  fill: string
  fillHover: string
  onFill: string
  accent: string
  accentHover: string
  onAccent: string
  accentSoft: string
}

type Triple = readonly [number, number, number]
interface Lch {
  l: number
  c: number
  h: number
}

const ENOUGH = 4.5
const WHITE = '#ffffff'
const INK = '#1c1a17'
/** Surfaces of both themes that text in the brand's colour stands on: surface, canvas, sunken. */
const GROUNDS = {
  light: ['#ffffff', '#f6f5f2', '#faf9f7'],
  dark: ['#1a1a18', '#121211', '#151514'],
} as const
const STEP = 0.005

function parse(hex: string): Triple | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex.trim())
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim())
  const parts = long?.slice(1) ?? short?.slice(1).map((digit) => digit + digit)
  if (!parts) return null
  return parts.map((part) => linear(parseInt(part, 16) / 255)) as unknown as Triple
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function gamma(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
}

function toLch([r, g, b]: Triple): Lch {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(a, bb), h: Math.atan2(bb, a) }
}

function toRgb({ l, c, h }: Lch): Triple {
  const a = c * Math.cos(h)
  const b = c * Math.sin(h)
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ]
}

/** The nearest colour that sRGB can show: chroma shrinks, lightness and hue stay. */
function hex(lch: Lch): string {
  let { c } = lch
  const fits = (rgb: Triple) => rgb.every((part) => part > -0.0005 && part < 1.0005)
  while (c > 0 && !fits(toRgb({ ...lch, c }))) c = Math.max(0, c - 0.004)
  const parts = toRgb({ ...lch, c }).map((part) => Math.round(gamma(Math.min(1, Math.max(0, part))) * 255))
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function luminance(color: string): number {
  const [r, g, b] = parse(color)!
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** Move lightness step by step in one direction until `good`; null where the end is reached first. */
function move(from: Lch, direction: 1 | -1, good: (color: string) => boolean): Lch | null {
  for (let l = from.l; l >= 0 && l <= 1; l += direction * STEP) {
    if (good(hex({ ...from, l }))) return { ...from, l }
  }
  return null
}

function textOn(color: string): string | null {
  if (contrast(WHITE, color) >= ENOUGH) return WHITE
  return contrast(INK, color) >= ENOUGH ? INK : null
}

/** White or ink reaches 4.5 : 1 on nearly every colour; where neither does, the colour itself moves the least distance. */
function fillOf(brand: Lch): Lch {
  const good = (color: string) => textOn(color) !== null
  const ways = [move(brand, -1, good), move(brand, 1, good)].filter((way): way is Lch => way !== null)
  return ways.sort((a, b) => Math.abs(a.l - brand.l) - Math.abs(b.l - brand.l))[0] ?? { ...brand, l: 0.4 }
}

/** Everything the Hub needs from one brand colour in one theme; null if it is not `#rgb` or `#rrggbb`. */
export function guard(color: string, mode: 'light' | 'dark'): BrandTheme | null {
  const rgb = parse(color)
  if (!rgb) return null
  const brand = toLch(rgb)
  const towards = mode === 'light' ? -1 : 1
  const accentSoft = hex({ l: mode === 'light' ? 0.95 : 0.27, c: Math.min(brand.c, 0.035), h: brand.h })
  const readable = (shade: string) => [...GROUNDS[mode], accentSoft].every((ground) => contrast(shade, ground) >= ENOUGH)
  const accent = move(brand, towards, readable) ?? { l: mode === 'light' ? 0.3 : 0.9, c: 0.02, h: brand.h }
  const fill = fillOf(brand)
  const onFill = textOn(hex(fill)) ?? WHITE
  // Hover moves away from its text, so that the contrast can only grow.
  const away = onFill === WHITE ? -1 : 1
  return {
    fill: hex(fill),
    onFill,
    fillHover: hex({ ...fill, l: Math.min(1, Math.max(0, fill.l + away * 0.04)) }),
    accent: hex(accent),
    accentHover: hex({ ...accent, l: Math.min(0.97, Math.max(0.1, accent.l + towards * 0.06)) }),
    onAccent: textOn(hex(accent)) ?? WHITE,
    accentSoft,
  }
}
