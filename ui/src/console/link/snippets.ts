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

/** A page of the app that opens the Hub in a dialog. `/your/session` stands for the app's own endpoint that answers with the token. */
export function script(base: string): string {
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

/** The Hub as a React component; the package is built by `make ui`. */
export function react(base: string): string {
  return `import { useEffect, useState } from "react"
import { LinkwrightHub } from "@linkwright/hub/react"

export function LinkAccount() {
  const [token, setToken] = useState("")
  useEffect(() => {
    fetch("/your/session", { method: "POST" })
      .then((answer) => answer.json())
      .then((session) => setToken(session.token))
  }, [])
  if (token === "") return null
  return (
    <LinkwrightHub
      baseUrl="${base}"
      token={token}
      onSuccess={(account) => console.log("Linked", account.id)}
      onClose={() => console.log("Closed")}
    />
  )
}`
}

/** The Hub as a custom element, in any framework or none. */
export function element(base: string): string {
  return `<script src="${base}/embed.js"></script>
<linkwright-hub id="hub" base-url="${base}"></linkwright-hub>
<script type="module">
  const hub = document.getElementById("hub")
  hub.addEventListener("success", ({ detail }) => console.log("Linked", detail.id))
  hub.addEventListener("close", () => console.log("Closed"))
  const { token } = await (await fetch("/your/session", { method: "POST" })).json()
  hub.setAttribute("token", token)
</script>`
}
