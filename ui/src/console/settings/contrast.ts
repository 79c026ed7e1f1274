/** What the contrast guard does to a brand colour, in words. */
import { contrast, guard } from '../../kit/contrast'

const WHITE = '#ffffff'
const LEAST = 4.5

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

/** What becomes of a colour on buttons, and of links in these themes, with the figures. */
export function told(color: string, modes: readonly ('light' | 'dark')[]): string {
  const wanted = color.toLowerCase()
  const reached = Math.floor(contrast(wanted, WHITE) * 100) / 100
  const { fill } = guard(wanted, 'light')!
  const button =
    reached >= LEAST
      ? `White on ${wanted} reaches ${reached} : 1, which is enough.`
      : fill === wanted
        ? `White on ${wanted} reaches ${reached} : 1, ${LEAST} is needed. The button text is dark instead.`
        : `Neither white nor dark text reaches ${LEAST} : 1 on ${wanted}. Buttons are ${fill} instead.`
  const moved = modes.filter((mode) => guard(wanted, mode)!.accent !== wanted)
  const shades = moved.map((mode) => `${guard(wanted, mode)!.accent} in the ${mode} theme`).join(' and ')
  return moved.length === 0 ? button : `${button} Links are ${shades}, so that they can be read.`
}
