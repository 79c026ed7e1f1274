import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pinOptions } from '../src/console/connectors/pins.ts'

const values = (versions: string[], now: string) => pinOptions(versions, now).map((one) => one.value)

test('pins go from the newest of all over lines to single versions, each once', () => {
  assert.deepEqual(values(['1.2.0', '1.1.3', '1.1.0'], 'latest'), ['latest', '1.x.x', '1.2.x', '1.1.x', '1.2.0', '1.1.3', '1.1.0'])
})

test('a pin that fits nothing any more can still be seen', () => {
  assert.deepEqual(values(['2.0.0'], '1.0.x'), ['latest', '2.x.x', '2.0.x', '2.0.0', '1.0.x'])
})
