/**
 * The app's own server, as small as it can be: it makes the session, so that the API key never reaches a browser, and serves
 * the three pages. The person who is signed in here is always Example Bakery.
 *
 *   LINKWRIGHT_KEY=lw_... [LINKWRIGHT_URL=http://127.0.0.1:8400] [PORT=5180] node server.mjs
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const HUB = process.env.LINKWRIGHT_URL ?? 'http://127.0.0.1:8400'
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }

async function session() {
  const answer = await fetch(`${HUB}/connect_sessions`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${process.env.LINKWRIGHT_KEY}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ origin_owner_id: 'cus_1', origin_owner_name: 'Example Bakery', type: 'test' }),
  })
  if (!answer.ok) throw new Error(`Linkwright answered ${answer.status}: ${await answer.text()}`)
  return { token: (await answer.json()).token, baseUrl: HUB }
}

/** The plain page lies as it is; the other two were built by `npm run build`. */
async function page(path) {
  const inside = normalize(path.endsWith('/') ? `${path}index.html` : path)
  const file = join(import.meta.dirname, inside.startsWith('/html/') ? '' : 'dist', inside)
  const body = await readFile(file)
  return { body: inside.startsWith('/html/') ? body.toString().replaceAll('http://127.0.0.1:8400', HUB) : body, type: TYPES[extname(file)] }
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://app')
  try {
    if (pathname === '/session' && request.method === 'POST') {
      const made = await session()
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(made))
      return
    }
    const { body, type } = await page(pathname)
    response.writeHead(200, { 'content-type': type ?? 'application/octet-stream' }).end(body)
  } catch (error) {
    if (error.code !== 'ENOENT') console.error(error.message)
    response.writeHead(error.code === 'ENOENT' ? 404 : 502).end()
  }
})
server.listen(Number(process.env.PORT ?? 5180), 'localhost', () => console.log(`http://localhost:${server.address().port}/html/ · /react/ · /vue/`))
