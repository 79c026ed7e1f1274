const PIECES = /"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|\.\.\.|[{}()[\]:=!,@]|\s+|\$?[^\s{}()[\]:=!,@".$]+|[.$]/g
const OPENS = new Set(['(', '{', '[', ':', '=', '@', ''])

/** What stands before a piece within arguments: `(first: 5, filter: {team: $team})`. */
function gap(before: string, piece: string): string {
  if (/^[)}\]:!]$/.test(piece)) return ''
  if (piece === '=' || piece === '@') return ' '
  if (before === ':' || before === '=') return ' '
  return OPENS.has(before) ? '' : ', '
}

/** A GraphQL document that was packed into one line, laid out again; others are left as they are. */
export function laidOut(document: string): string {
  if (document.trim().includes('\n')) return document
  let text = ''
  let depth = 0
  let parens = 0
  let before = ''
  const line = () => `\n${'  '.repeat(depth)}`
  for (const piece of document.match(PIECES) ?? []) {
    const blank = /^\s+$/.test(piece)
    if (parens > 0) {
      // Arguments stay in their line, object values and all.
      if (piece === '(') parens += 1
      if (piece === ')') parens -= 1
      if (!blank && piece !== ',') {
        text += gap(before, piece) + piece
        before = piece
      }
    } else if (piece === '(') {
      parens = 1
      text = text.trimEnd() + piece
      before = piece
    } else if (piece === '{') {
      depth += 1
      text = `${text.trimEnd()}${text.trim() === '' ? '' : ' '}{${line()}`
    } else if (piece === '}') {
      depth = Math.max(0, depth - 1)
      text = `${text.trimEnd()}${line()}}${line()}`
    } else if (blank) {
      text += depth > 0 && !/(\.\.\.|\bon|:)$/.test(text) ? line() : ' '
    } else text += piece === ':' ? ': ' : piece
  }
  return text.replace(/[ ]+\n/g, '\n').replace(/\n\s*\n/g, '\n').replace(/: +/g, ': ').trim()
}
