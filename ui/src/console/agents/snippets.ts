/** What MCP clients are told. The key is a placeholder unless it was made a moment ago. */
export interface AgentTarget {
  base: string
  /** Account id, or empty for a placeholder. */
  account: string
  /** The key, or empty for a placeholder. */
  key: string
}

const KEY = 'YOUR_LINKWRIGHT_KEY'
const ACCOUNT = 'YOUR_ACCOUNT_ID'

function filled({ base, account, key }: AgentTarget) {
  return { address: `${base}/mcp`, base, account: account || ACCOUNT, key: key || KEY }
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

export function claudeCode(target: AgentTarget): string {
  const { address, account, key } = filled(target)
  return [
    `claude mcp add --transport http linkwright ${address} \\`,
    `  --header "Authorization: Bearer ${key}" \\`,
    `  --header "x-account-id: ${account}"`,
  ].join('\n')
}

/** Cursor, and every client that reads `mcpServers` with an address. */
export function jsonConfig(target: AgentTarget): string {
  const { address, account, key } = filled(target)
  const headers = { Authorization: `Bearer ${key}`, 'x-account-id': account }
  return pretty({ mcpServers: { linkwright: { url: address, headers } } })
}

/** Claude Desktop's file starts programs only, so a bridge carries the address; blanks in its arguments get lost, hence `env`. */
export function claudeDesktop(target: AgentTarget): string {
  const { address, account, key } = filled(target)
  const open = address.startsWith('http://') ? ['--allow-http'] : []
  const headers = ['--header', 'Authorization:${LINKWRIGHT_AUTH}', '--header', `x-account-id:${account}`]
  return pretty({
    mcpServers: {
      linkwright: {
        command: 'npx',
        args: ['-y', 'mcp-remote', address, ...open, ...headers],
        env: { LINKWRIGHT_AUTH: `Bearer ${key}` },
      },
    },
  })
}

export function vsCode(target: AgentTarget): string {
  const { address, account } = filled(target)
  return pretty({
    inputs: [{ type: 'promptString', id: 'linkwright-key', description: 'Linkwright API key', password: true }],
    servers: {
      linkwright: {
        type: 'http',
        url: address,
        headers: { Authorization: 'Bearer ${input:linkwright-key}', 'x-account-id': account },
      },
    },
  })
}

export function mcpCurl(target: AgentTarget): string {
  const { address, account } = filled(target)
  return [
    `curl ${address} \\`,
    '  -H "Authorization: Bearer $LINKWRIGHT_KEY" \\',
    `  -H "x-account-id: ${account}" \\`,
    '  -H "accept: application/json, text/event-stream" \\',
    '  -H "content-type: application/json" \\',
    `  -d '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}'`,
  ].join('\n')
}

export function pythonSdk(target: AgentTarget): string {
  const { base, account } = filled(target)
  return `import os
from stackone_ai import StackOneToolSet

toolset = StackOneToolSet(
    api_key=os.environ["LINKWRIGHT_KEY"],
    base_url="${base}",
)
tools = toolset.fetch_tools(account_ids=["${account}"])
for tool in tools:
    print(tool.name)`
}

/** ChatGPT takes an address and no headers, so the account stands in the address; the key never may. */
export function chatGpt(target: AgentTarget): string {
  const { address, account } = filled(target)
  return `${address}?x-account-id=${encodeURIComponent(account)}`
}

export interface Client {
  key: string
  label: string
  /** Where the snippet goes. */
  where: string
  make: (target: AgentTarget) => string
}

export const CLIENTS: readonly Client[] = [
  { key: 'claude-code', label: 'Claude Code', where: 'Run this in a terminal.', make: claudeCode },
  {
    key: 'claude-desktop',
    label: 'Claude Desktop',
    where: 'Settings, Developer, Edit config: put this into claude_desktop_config.json. It needs Node.',
    make: claudeDesktop,
  },
  {
    key: 'chatgpt',
    label: 'ChatGPT',
    where:
      'On the web: Settings, Apps (or Connectors), Advanced settings: switch developer mode on, then Create, and give this as the MCP server URL. ' +
      'It must be reachable from the internet over https. ChatGPT has no field for a header: where your release offers an access token, give the key there; else it signs in by OAuth.',
    make: chatGpt,
  },
  { key: 'cursor', label: 'Cursor', where: 'Put this into .cursor/mcp.json of the project.', make: jsonConfig },
  {
    key: 'vs-code',
    label: 'VS Code',
    where: 'Put this into .vscode/mcp.json. VS Code asks for the key once and keeps it.',
    make: vsCode,
  },
  { key: 'python', label: 'Python', where: 'Install stackone-ai[mcp] first. The SDK works unmodified.', make: pythonSdk },
  { key: 'curl', label: 'curl', where: 'Lists the tools that an agent would see.', make: mcpCurl },
]
