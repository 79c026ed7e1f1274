const PIECES = /"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|[{}()]|\s+|[^\s{}()"]+/g

/** A GraphQL document that was packed into one line, laid out again; others are left as they are. */
export function laidOut(document: string): string {
  if (document.trim().includes('\n')) return document
  let text = ''
  let depth = 0
  let parens = 0
  const line = () => `\n${'  '.repeat(depth)}`
  for (const piece of document.match(PIECES) ?? []) {
    if (piece === '(') parens += 1
    if (piece === ')') parens -= 1
    if (parens > 0 || piece === ')') {
      // Arguments stay in their line, object values and all.
      text += /^\s+$/.test(piece) ? ' ' : piece
    } else if (piece === '{') {
      depth += 1
      text = `${text.trimEnd()}${text.trim() === '' ? '' : ' '}{${line()}`
    } else if (piece === '}') {
      depth = Math.max(0, depth - 1)
      text = `${text.trimEnd()}${line()}}${line()}`
    } else if (/^\s+$/.test(piece)) {
      text += depth > 0 && !/(\.\.\.|\bon|:)$/.test(text) ? line() : ' '
    } else text += piece
  }
  return text.replace(/\n\s*\n/g, '\n').trim()
}
