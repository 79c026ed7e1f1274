import type { SessionWanted } from '../api/types'
import { shell } from '../lib/format'

function json(body: SessionWanted): string {
  return JSON.stringify(body, null, 2)
}

export function curl(base: string, body: SessionWanted): string {
  return [
    `curl ${base}/connect_sessions \\`,
    '  -u "$LINKWRIGHT_KEY:" \\',
    '  -H "content-type: application/json" \\',
    `  -d ${shell(json(body))}`,
  ].join('\n')
}

export function node(base: string, body: SessionWanted): string {
  const indented = json(body).replace(/\n/g, '\n  ')
  return `const key = process.env.LINKWRIGHT_KEY
const answer = await fetch("${base}/connect_sessions", {
  method: "POST",
  headers: {
    "authorization": "Basic " + Buffer.from(key + ":").toString("base64"),
    "content-type": "application/json",
  },
  body: JSON.stringify(${indented}),
})
const { token } = await answer.json()`
}

function python_(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value)
}

export function python(base: string, body: SessionWanted): string {
  const lines = Object.entries(body).map(([name, value]) => `        "${name}": ${python_(value)},`)
  return `import os
import requests

answer = requests.post(
    "${base}/connect_sessions",
    auth=(os.environ["LINKWRIGHT_KEY"], ""),
    json={
${lines.join('\n')}
    },
    timeout=30,
)
token = answer.json()["token"]`
}

/** The page of the app: `/your/session` stands for the app's own endpoint that answers with the token. */
export function page(base: string): string {
  return `<script src="${base}/embed.js"></script>
<button id="link-account">Link an account</button>
<script>
  document.getElementById("link-account").addEventListener("click", async () => {
    const { token } = await (await fetch("/your/session", { method: "POST" })).json()
    Linkwright.open({
      token,
      onSuccess: (account) => console.log("Linked", account.id),
      onClose: () => console.log("Closed"),
    })
  })
</script>`
}
