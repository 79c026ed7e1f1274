/** Finding, grouping and comparing actions. Run by `node --test`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { difference, grouped, matching, ranked, scopesOf, type Choosable } from '../src/console/connectors/choice.ts'

function action(id: string, group: string, effect: Choosable['linkwright']['effect'], scopes: string[] = ['read']): Choosable {
  return { id, label: id, description: '', tags: [group, effect], required_scopes: scopes, linkwright: { effect } }
}

const ALL = [
  action('linear_create_issue', 'issues', 'write', ['issues:create']),
  action('linear_list_issues', 'issues', 'read'),
  action('linear_list_cycles', 'cycles', 'read'),
  action('linear_delete_issue', 'issues', 'destroy', ['write']),
]

test('words are found in any order, and an effect narrows further', () => {
  assert.deepEqual(matching(ALL, 'issue CREATE', 'any').map((one) => one.id), ['linear_create_issue'])
  assert.deepEqual(matching(ALL, 'issues', 'read').map((one) => one.id), ['linear_list_issues'])
  assert.deepEqual(matching(ALL, 'typewriter', 'any'), [])
  assert.equal(matching(ALL, '  ', 'any').length, 4)
})

test('what has the words in its name comes before what only tells of them, and short names before long ones', () => {
  const told = { ...action('linear_add_label', 'labels', 'write'), description: 'Create an issue label.' }
  const all = [told, action('linear_create_issue_relation', 'issues', 'write'), ...ALL]
  assert.deepEqual(
    ranked(all, 'create issue').map((one) => one.id),
    ['linear_create_issue', 'linear_create_issue_relation', 'linear_add_label'],
  )
})

test('groups follow the alphabet and keep the order of their actions', () => {
  assert.deepEqual(
    grouped(ALL).map((group) => [group.name, group.actions.length]),
    [['cycles', 1], ['issues', 3]],
  )
})

test('a change is told as what goes on and what goes off', () => {
  assert.deepEqual(difference(new Set(['a', 'b']), new Set(['b', 'c'])), { on: ['c'], off: ['a'] })
})

test('scopes follow from the actions, each once', () => {
  assert.deepEqual(scopesOf(ALL, new Set(['linear_list_issues', 'linear_list_cycles', 'linear_delete_issue'])), ['read', 'write'])
})
