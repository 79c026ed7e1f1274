/** Which stage a call to the provider is drawn under. Run by `node --test`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stageOf } from '../src/console/runs/nesting.ts'

/** A run as the hub tells it: allowed, arguments, credential, run at the provider, answer. */
const stages = [
  { start: 0, length: 0.236 },
  { start: 0.236, length: 0.119 },
  { start: 0.356, length: 0.055 },
  { start: 0.41, length: 5.128 },
  { start: 5.539, length: 0.007 },
]
const PROVIDER = 3

test('a call stands under the stage it happened in', () => {
  assert.equal(stageOf({ start: 0.52, length: 4.973 }, stages), PROVIDER)
})

test('a call that is shorter than the difference of two clocks is not drawn under what came before it', () => {
  assert.equal(stageOf({ start: 0.45, length: 0.3 }, stages), PROVIDER)
  assert.equal(stageOf({ start: 0.42, length: 0 }, stages), PROVIDER)
})

test('a call that sticks out of its stage at either end stays there', () => {
  assert.equal(stageOf({ start: 0.3, length: 5.1 }, stages), PROVIDER)
  assert.equal(stageOf({ start: 0.6, length: 5.5 }, stages), PROVIDER)
})

test('a refresh of the credential stands under the credential', () => {
  const slow = [stages[0]!, stages[1]!, { start: 0.356, length: 300 }, { start: 300.4, length: 80 }]
  assert.equal(stageOf({ start: 1, length: 298 }, slow), 2)
  assert.equal(stageOf({ start: 301, length: 78 }, slow), 3)
})

test('a call that touches no stage stands by itself', () => {
  assert.equal(stageOf({ start: 900, length: 1 }, stages), null)
})

test('without stages there is nothing to stand under', () => {
  assert.equal(stageOf({ start: 0, length: 1 }, []), null)
})
