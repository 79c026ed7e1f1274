/** The contrast guard and the colour tokens: every pair reaches what WCAG 2.2 AA asks. Run by `node --test`. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { contrast, guard } from '../src/kit/contrast.ts'

const CSS = readFileSync(new URL('../src/kit/tokens.css', import.meta.url), 'utf8')
const TOKENS = Object.fromEntries(
  [...CSS.matchAll(/--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]),
) as Record<string, { light: string; dark: string }>

const GROUNDS = ['surface', 'canvas', 'sunken']
const SOFT = ['ok-soft', 'warn-soft', 'bad-soft', 'accent-soft']
const PAIRS: [string, string[], number][] = [
  ['text', [...GROUNDS, 'hover', 'raised', ...SOFT], 4.5],
  ['text-2', [...GROUNDS, 'hover', ...SOFT], 4.5],
  ['text-3', [...GROUNDS, 'hover'], 4.5],
  ['accent', [...GROUNDS, 'hover', 'accent-soft'], 4.5],
  ['on-accent', ['accent', 'accent-hover'], 4.5],
  ['ok', [...GROUNDS, 'ok-soft'], 4.5],
  ['warn', [...GROUNDS, 'warn-soft'], 4.5],
  ['bad', [...GROUNDS, 'bad-soft'], 4.5],
  ['on-bad', ['bad'], 4.5],
  ['line-strong', GROUNDS, 3],
  ['bar', ['surface', 'hover'], 3],
]

for (const mode of ['light', 'dark'] as const) {
  for (const [fore, grounds, floor] of PAIRS) {
    test(`${fore} is readable on ${grounds.join(', ')} in the ${mode} theme`, () => {
      for (const ground of grounds) {
        const ratio = contrast(TOKENS[fore]![mode], TOKENS[ground]![mode])
        assert.ok(ratio >= floor, `${fore} on ${ground}: ${ratio.toFixed(2)}, asks ${floor}`)
      }
    })
  }

  test(`whatever colour a brand has, its button, text and ring are readable in the ${mode} theme`, () => {
    for (let red = 0; red <= 255; red += 51) {
      for (let green = 0; green <= 255; green += 51) {
        for (let blue = 0; blue <= 255; blue += 51) {
          const brand = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
          const made = guard(brand, mode)!
          const pairs = [
            [made.onFill, made.fill],
            [made.onFill, made.fillHover],
            [made.onAccent, made.accent],
            ...[...GROUNDS.map((ground) => TOKENS[ground]![mode]), made.accentSoft].map((ground) => [made.accent, ground]),
          ] as [string, string][]
          for (const [fore, ground] of pairs) {
            assert.ok(contrast(fore, ground) >= 4.5, `${brand} makes ${fore} on ${ground}: ${contrast(fore, ground).toFixed(2)}`)
          }
        }
      }
    }
  })
}

test('a colour that is readable already is taken as it is', () => {
  assert.equal(guard('#0b5c8f', 'light')!.fill, '#0b5c8f')
  assert.equal(guard('#0b5c8f', 'light')!.accent, '#0b5c8f')
})

test('white that would not be readable on the brand becomes ink', () => {
  assert.equal(guard('#f26b21', 'light')!.onFill, '#1c1a17')
})

test('what is no colour is refused, not guessed', () => {
  for (const text of ['', 'red', '#12', '#12345g', 'rgb(1 2 3)', '#0b5c8f; background: red']) assert.equal(guard(text, 'light'), null)
})

const TABLE = JSON.parse(readFileSync(new URL('../../tests/contrast.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<'light' | 'dark', Record<string, string>>
>

for (const [color, modes] of Object.entries(TABLE)) {
  test(`the browser makes of ${color} what the server makes of it`, () => {
    for (const mode of ['light', 'dark'] as const) {
      const found = Object.entries(guard(color, mode)!).map(([name, value]) => [name.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`), value])
      assert.deepEqual(Object.fromEntries(found), modes[mode])
    }
  })
}
