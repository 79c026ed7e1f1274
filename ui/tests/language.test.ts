/** The Hub's languages are whole, and no sentence stands outside of them. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import ts from 'typescript'
import { words as de } from '../src/hub/language/de.ts'
import { en } from '../src/hub/language/en.ts'
import { words as ja } from '../src/hub/language/ja.ts'
import { nearest } from '../src/hub/language/nearest.ts'
import { kitEnglish, sentence, sentenceOf, speak } from '../src/kit/words.ts'
import { clean, shape } from '../src/kit/secret.ts'

const OTHERS: Record<string, Record<string, string>> = { de, ja }
// Words that are the same in German on purpose.
const SAME = new Set(['kit.test', 'common.workspace', 'common.teams', 'common.next', 'edit.who', 'details.code', 'details.status'])

function slots(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!))].sort()
}

for (const [language, words] of Object.entries(OTHERS)) {
  test(`${language} has every sentence, and none too many`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort())
  })

  test(`${language} names the same things in each sentence`, () => {
    for (const [key, text] of Object.entries(en)) assert.deepEqual(slots(words[key]!), slots(text), key)
  })

  test(`${language} is translated`, () => {
    const left = Object.entries(en).filter(([key, text]) => words[key] === text && !SAME.has(key))
    assert.deepEqual(left, [])
  })
}

test('no sentence of the catalogue is left unused', () => {
  const code = sources().map((file) => readFileSync(file, 'utf8')).join('\n')
  const built = /^kit\.status\.|^kept\./
  assert.deepEqual(Object.keys(en).filter((key) => !built.test(key) && !code.includes(`'${key}'`)), [])
})

/** Kit and Hub, without the catalogue itself and without the bridge, whose one sentence is for the developer of the host page. */
function sources(): URL[] {
  return ['kit', 'hub'].flatMap((folder) => {
    const at = new URL(`../src/${folder}/`, import.meta.url)
    const own = new Set(['bridge.ts', ...(folder === 'kit' ? ['words.ts'] : [])])
    return readdirSync(at).filter((name) => /\.tsx?$/.test(name) && !own.has(name)).map((name) => new URL(name, at))
  })
}

// Attributes and properties that people see or hear.
const SEEN = new Set(['aria-label', 'alt', 'label', 'title', 'placeholder', 'help', 'hint', 'text'])

/** Whether the literal is a message to developers: an error's words, or the console's. */
function forDevelopers(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isNewExpression(at) && /Error$/.test(at.expression.getText())) return true
    if (ts.isTypeNode(at) || ts.isImportDeclaration(at)) return true
  }
  return false
}

/** Text in the code that people would read. */
function told(code: string): string[] {
  const source = ts.createSourceFile('page.tsx', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text) && !KNOWN.has(node.text.trim())) found.push(node.text.trim())
    const literal = ts.isStringLiteralLike(node) ? node.text : ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) ? node.text : null
    if (literal !== null && !forDevelopers(node)) {
      const attribute = ts.isJsxAttribute(node.parent) && SEEN.has(node.parent.name.getText())
      const sentence = /^\p{Lu}\p{Ll}+( |$|[.…])|\p{Ll}[.…] ?$|\p{Ll}, \p{Ll}/u.test(literal)
      if ((attribute || sentence) && /\p{L}{2}/u.test(literal) && !KNOWN.has(literal) && !/^[a-z.-]+\.$/.test(literal)) found.push(literal)
    }
    ts.forEachChild(node, look)
  }
  look(source)
  return found
}

// Names of keys and of ourselves, and what the dates of English are made of.
const KNOWN = new Set(['Linkwright', 'Escape', 'Enter', 'Esc', 'Home', 'End', 'Tab', 'Authorization:', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'])

for (const file of sources()) {
  const name = file.pathname.split('/').slice(-2).join('/')
  test(`${name} holds no sentence of its own`, () => assert.deepEqual(told(readFileSync(file, 'utf8')), []))
}

test('the search finds sentences wherever they hide', () => {
  const page = 'const a = <p title="Go" className="row g4">in {b}</p>; const c = `Looks like ${d} is here.`; throw new TypeError("Not for people.")'
  assert.deepEqual(told(page), ['Go', 'in', 'Looks like ', ' is here.'])
})

test('the nearest language is found', () => {
  assert.equal(nearest(['de-CH', 'en']), 'de')
  assert.equal(nearest([undefined, 'fr', 'ja-JP']), 'ja')
  assert.equal(nearest(['fr', 'it']), 'en')
  assert.equal(nearest([]), 'en')
  assert.equal(nearest(['JA_jp']), 'ja')
})

test('a sentence takes text or elements into its slots, in the order of its language', () => {
  speak('ja-JP', ja)
  assert.equal(sentence('edit.who', { person: 'Ann', workspace: 'Acme' }), 'AcmeのAnn')
  assert.deepEqual(sentenceOf('done.key-ends', { last4: 1 }), ['末尾は', 1, '、たった今確認しました'])
})

test('what is said of a pasted key is said in the language of the page', () => {
  speak('de-DE', de)
  assert.equal(clean('"Bearer abc"').note, 'Aus dem Eingefügten haben wir die Anführungszeichen und „Bearer“ entfernt.')
  speak('ja-JP', ja)
  assert.equal(shape('lin_x', { name: 'Linear', prefix: 'lin_' }).good, 'Linearのキーの形をしています。')
  speak('en-GB', kitEnglish)
})
