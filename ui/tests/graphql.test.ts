/** Packed documents, as people read them. Run by `node --test`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { laidOut } from '../src/console/lib/graphql.ts'

test('variables and arguments of a packed query are told apart', () => {
  assert.equal(
    laidOut('query($filter:IssueFilter$first:Int=50$ids:[ID!]!){issues(filter:$filter first:$first){nodes{id title}}}'),
    [
      'query($filter: IssueFilter, $first: Int = 50, $ids: [ID!]!) {',
      '  issues(filter: $filter, first: $first) {',
      '    nodes {',
      '      id',
      '      title',
      '    }',
      '  }',
      '}',
    ].join('\n'),
  )
})

test('values in arguments keep their form: objects, lists, words and texts', () => {
  assert.equal(
    laidOut('mutation{go(input:{ids:["a, b" "c:d"],order:createdAt,deep:{yes:true}}){ok}}'),
    'mutation {\n  go(input: {ids: ["a, b", "c:d"], order: createdAt, deep: {yes: true}}) {\n    ok\n  }\n}',
  )
})

test('fragments and aliases stay in their line', () => {
  assert.equal(laidOut('{node(id:1){... on Issue{it:title}}}'), '{\n  node(id: 1) {\n    ... on Issue {\n      it: title\n    }\n  }\n}')
})

test('a document with lines of its own is left alone', () => {
  assert.equal(laidOut('query {\n    id\n}'), 'query {\n    id\n}')
})
