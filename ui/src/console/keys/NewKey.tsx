import { useState } from 'react'
import { Button, copyText, Dialog, Notice } from '../../kit'
import { jsonConfig } from '../agents/snippets'
import type { NewApiKey } from '../api/types'
import { Code } from '../components/Code'
import { Tabs } from '../components/Tabs'
import { useSession } from '../session/context'

function curl(base: string, key: string): string {
  return `curl ${base}/accounts -u "${key}:"`
}

/** The key itself, this once: closing asks to have stored it. */
export function NewKey({ made, onClose }: { made: NewApiKey; onClose: () => void }) {
  const { me } = useSession()
  const [told, setTold] = useState('')
  const [tab, setTab] = useState('curl')
  async function copy() {
    setTold((await copyText(made.key)) ? 'Copied' : 'Not copied')
    window.setTimeout(() => setTold(''), 2000)
  }
  return (
    <Dialog
      open
      wide
      alert
      title={`The key ${made.name}`}
      // Esc must not lose a key that shows only once.
      onClose={() => undefined}
      footer={
        <Button variant="primary" icon="check" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <Notice tone="warn" title="It shows only now.">
        We keep a fingerprint of it, not the key. Put it where your secrets live.
      </Notice>
      <div className="row tight">
        <div className="input ro grow">
          <input className="mono" readOnly aria-label="The key" value={made.key} onFocus={(event) => event.target.select()} />
        </div>
        <Button icon={told === 'Copied' ? 'check' : 'copy'} data-first onClick={() => void copy()}>
          {told || 'Copy'}
        </Button>
      </div>
      <div className="subtabs">
        <Tabs
          label="How to use it"
          value={tab}
          onChange={setTab}
          className="subtab"
          tabs={[
            {
              key: 'curl',
              label: 'curl',
              content: () => <Code text={curl(me.public_url, made.key)} copyLabel="Copy command" wrap />,
            },
            {
              key: 'mcp',
              label: 'MCP client',
              content: () => (
                <Code text={jsonConfig({ way: 'key', base: me.public_url, account: '', key: made.key })} copyLabel="Copy MCP configuration" wrap />
              ),
            },
          ]}
        />
      </div>
    </Dialog>
  )
}
