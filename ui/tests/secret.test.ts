/** What people paste, and what is made of it. Run by `node --test`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clean, shape } from '../src/kit/secret.ts'

const KEY = `lin_api_${'a1B2c3D4e5'.repeat(4)}`
const LINEAR = { name: 'Linear', prefix: 'lin_api_', length: 48 }

test('a bare key is left as it is, and nothing is said', () => {
  assert.deepEqual(clean(KEY), { value: KEY, note: null })
})

for (const [pasted, told] of [
  [`Bearer ${KEY}`, '“Bearer”'],
  [`bearer  ${KEY}\n`, '“bearer”'],
  [`"${KEY}"`, 'the quotes'],
  [`“${KEY}”`, 'the quotes'],
  [`"Bearer ${KEY}"`, 'the quotes and “Bearer”'],
  [`Authorization: Bearer ${KEY}`, '“Bearer” and “Authorization:”'],
  [`  ${KEY}  `, 'blanks'],
  [`${KEY.slice(0, 20)}\n${KEY.slice(20)}`, 'blanks'],
  [`${KEY}\u200b`, 'blanks'],
] as const) {
  test(`${JSON.stringify(pasted.replace(KEY, 'KEY'))} is understood, and we say that we removed ${told}`, () => {
    assert.deepEqual(clean(pasted), { value: KEY, note: `We removed ${told} from what you pasted.` })
  })
}

test('quotes alone, blanks alone and nothing at all become nothing', () => {
  for (const nothing of ['', '   ', '""', "'  '"]) assert.equal(clean(nothing).value, '')
})

test('cleaning twice changes nothing more', () => {
  for (const text of [`'"Bearer ${KEY}"'`, 'a b c', '“”', 'Bearer Bearer x']) {
    const once = clean(text).value
    assert.equal(clean(once).value, once)
  }
})

test('a fitting form is never called valid', () => {
  assert.equal(shape(KEY, LINEAR).good, 'Looks like a Linear key.')
})

test('a cut key is told its length and what is expected', () => {
  assert.equal(shape(KEY.slice(0, 32), LINEAR).bad, 'This key has 32 characters. Linear keys have 48, so part of it may be missing.')
})

test('a key with something attached, and a key of something else, are told apart', () => {
  assert.match(shape(`${KEY}x`, LINEAR).bad!, /attached/)
  assert.match(shape(`ghp_${'0'.repeat(44)}`, LINEAR).bad!, /start with lin_api_/)
})

test('without a hint, or without a value, nothing is judged', () => {
  assert.deepEqual(shape('anything'), {})
  assert.deepEqual(shape('', LINEAR), {})
})
