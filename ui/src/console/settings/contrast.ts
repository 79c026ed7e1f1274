/** WCAG contrast of a brand colour, so that the preview is told what the server will do with it. */
const INK = '#1c1a17'
const LEAST = 4.5

function channel(value: number): number {
  const part = value / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16)))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

export function ratio(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

export interface Guarded {
  /** Text on a button of this colour. */
  sign: string
  told: string
}

/** White where it can be read, else dark; says so with the figures. */
export function guarded(color: string): Guarded {
  const white = ratio(color, '#ffffff')
  const figure = white.toFixed(1)
  if (white >= LEAST) return { sign: '#ffffff', told: `White on ${color} reaches ${figure} : 1, which is enough.` }
  const ink = ratio(color, INK)
  if (ink >= LEAST) {
    return { sign: INK, told: `White on ${color} reaches ${figure} : 1, 4.5 is needed. The button text is dark instead.` }
  }
  return {
    sign: '#ffffff',
    told: `Neither white nor dark text reaches 4.5 : 1 on ${color}. The Hub shifts the colour a little until one does.`,
  }
}
