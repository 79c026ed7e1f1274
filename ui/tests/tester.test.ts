import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costOf, planOf, valueOf } from '../src/console/tester/plan.ts'
import { inputsOf, kindOf } from '../src/console/tester/schema.ts'
import { asJson, byField, callOf, fromJson, isBlank, tokens } from '../src/console/tester/values.ts'
import { csv, niceTop, spread } from '../src/console/usage/scale.ts'

const INPUTS = [
  { name: 'id', in: 'path', required: true, nullable: false, schema: { type: 'string' } },
  { name: 'first', in: 'query', required: false, nullable: false, schema: { type: 'integer' } },
  { name: 'labels', in: 'body', required: false, nullable: false, schema: { type: 'array', items: { type: 'string' } } },
]

test('every kind of schema gets its control, and what has none gets JSON', () => {
  const file = { type: 'object', properties: { name: { type: 'string' }, text: { type: 'string' }, base64: { type: 'string' } } }
  const kinds: [object, string][] = [
    [{ type: 'string' }, 'text'],
    [{ type: 'string', description: 'Due date, YYYY-MM-DD.' }, 'date'],
    [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
    [{ type: ['string', 'null'] }, 'text'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'whole'],
    [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, 'json'],
    [{ type: 'number' }, 'number'],
    [{ type: 'boolean' }, 'flag'],
    [{ type: 'array', items: { type: 'string' } }, 'texts'],
    [{ type: 'array', items: { type: 'string', enum: ['a'] } }, 'choices'],
    [{ type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } }, 'list'],
    [{ type: 'array', items: {} }, 'json'],
    [{ type: 'array' }, 'json'],
    [{ type: 'object', properties: { a: { type: 'string' } } }, 'object'],
    [{ type: 'object' }, 'json'],
    [file, 'file'],
    [{}, 'json'],
  ]
  for (const [schema, kind] of kinds) assert.equal(kindOf(schema, 'x'), kind, JSON.stringify(schema))
  assert.equal(kindOf({ type: 'string' }, 'description'), 'long')
})

test('required inputs come first, with what the nested schema says of them', () => {
  const nested = { properties: { query: { properties: { first: { type: 'integer', description: 'How many.' } } } } }
  const found = inputsOf({ effect: 'read', inputs: [...INPUTS].reverse(), input_schema: nested })
  assert.deepEqual(
    found.map((input) => input.name),
    ['id', 'labels', 'first'],
  )
  assert.equal(found[2]?.schema.description, 'How many.')
})

test('blanks are not sent; false, zero and null are', () => {
  assert.ok([undefined, '', [], {}, { a: '' }, [].concat()].every(isBlank))
  assert.ok(![false, 0, null, 'x'].some(isBlank))
  const { call } = callOf('act', INPUTS, { id: 'ENG-1', first: 0, labels: ['', 'bug'], spare: { a: '', b: false } })
  assert.deepEqual(call, { action: 'act', path: { id: 'ENG-1' }, query: { first: 0 }, body: { labels: ['bug'], spare: { b: false } } })
})

test('form and JSON are two views of the same values', () => {
  const values = { id: 'ENG-1', first: 3, labels: ['bug'] }
  assert.deepEqual(fromJson(asJson(INPUTS, values), {}), values)
  assert.deepEqual(fromJson('{"id": "ENG-1", "query": {"first": 3}}', {}), { id: 'ENG-1', first: 3 })
  assert.deepEqual(fromJson('', values), {})
})

test('JSON that is none is told as such, and changes nothing', () => {
  assert.throws(() => fromJson('{"a":', {}), /not JSON/)
  assert.throws(() => fromJson('[1]', {}), /no JSON object/)
  assert.throws(() => fromJson('3', {}), /no JSON object/)
})

test('a file stays beside the JSON and is sent as a part', () => {
  const file = new File(['hello'], 'note.txt')
  assert.deepEqual(fromJson('{}', { id: 'x', file }), { file })
  const { call, files } = callOf('act', INPUTS, { id: 'x', file })
  assert.deepEqual([call, Object.keys(files)], [{ action: 'act', path: { id: 'x' } }, ['file']])
})

test('sentences of a refusal go to the inputs that they are about', () => {
  const said = "first must be a whole number. labels[0] must be text. id is missing. There is no input 'frist'. Did you mean first?"
  const { fields, rest } = byField(said, ['id', 'first', 'labels'])
  assert.deepEqual(fields, { first: 'first must be a whole number.', labels: 'labels[0] must be text.', id: 'id is missing.' })
  assert.equal(rest, "There is no input 'frist'. Did you mean first?")
})

test('what is about no input stays whole', () => {
  assert.deepEqual(byField('Linear says: Could not find it.', ['id']), { fields: {}, rest: 'Linear says: Could not find it.' })
})

test('a plan is read as the API answers it, and anything else is none', () => {
  const answered = { mode: 'plan', plan_hash: 'plan_1', requests: [], changes: [], cost: { requests: 1, exact: true, points: 12 } }
  assert.equal(planOf({ data: answered, next: null })?.plan_hash, 'plan_1')
  for (const none of [null, 3, [], { data: { id: 1 } }, { data: null }, { data: { mode: 'plan' } }]) assert.equal(planOf(none), null)
})

test('a plan says values by their names and costs in words', () => {
  assert.equal(valueOf('9f2c', 'Todo'), 'Todo')
  assert.equal(valueOf(['a', 'b'], ['Bug', 'Crash']), 'Bug, Crash')
  assert.equal(valueOf(null), 'none')
  assert.equal(valueOf({ a: 1 }), '{"a":1}')
  assert.equal(costOf({ requests: 1, exact: true, points: null }), '1 request')
  assert.equal(costOf({ requests: 3, exact: false, points: 40 }), "at least 3 requests, about 40 of the provider's points")
})
test('tokens are about a quarter of the characters', () => assert.equal(tokens('x'.repeat(398)), 100))

test('scales end at round numbers', () => {
  assert.deepEqual([0, 1, 3, 130, 702, 9_999].map(niceTop), [1, 1, 5, 200, 1000, 10_000])
  assert.deepEqual(spread(10, 4), [0, 3, 6, 9])
  assert.deepEqual(spread(0, 4), [])
})

test('a name that a spreadsheet would compute stays text in the file', () => {
  assert.equal(csv([['=1+1', 'a,b', -3, null, 'say "x"']]), `'=1+1,"a,b",-3,,"say ""x"""`)
})

test('a field called __proto__ is a field like any other and changes no object', () => {
  const inputs = ['__proto__', 'constructor', 'prototype'].map((name) => ({ name, in: 'query', required: false, nullable: false, schema: { type: 'string' } }))
  const text = '{"query": {"__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}}, "body": {"a": {"__proto__": {"polluted": "yes"}}}}'
  const values = fromJson(text, {})
  assert.deepEqual(Object.keys(values), ['__proto__', 'constructor', 'a'])
  assert.equal(Object.getPrototypeOf(values), Object.prototype)
  const { call } = callOf('x', inputs, values)
  assert.deepEqual(JSON.parse(JSON.stringify(call)), JSON.parse(`{"action": "x", ${text.slice(1)}`))
  assert.deepEqual(JSON.parse(asJson(inputs, values)), JSON.parse(text))
  // Typed into the form, where a field is set by its name.
  const typed = { ...values, ['__proto__']: 'typed' }
  assert.equal(Object.getOwnPropertyDescriptor(callOf('x', inputs, typed).call['query'], '__proto__')?.value, 'typed')
  assert.deepEqual(Object.keys(byField('__proto__ must be a text.', ['__proto__']).fields), ['__proto__'])
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  assert.equal((Object as unknown as Record<string, unknown>)['polluted'], undefined)
})
