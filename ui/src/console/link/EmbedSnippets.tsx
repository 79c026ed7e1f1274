import { useState } from 'react'
import type { SessionWanted } from '../api/types'
import { Code } from '../components/Code'
import { Tabs } from '../components/Tabs'
import { curl, node, page, python } from './snippets'

interface Props {
  base: string
  body: SessionWanted
}

const LANGUAGES = [
  { key: 'node', label: 'Node', make: node },
  { key: 'python', label: 'Python', make: python },
  { key: 'curl', label: 'curl', make: curl },
] as const

export function EmbedSnippets({ base, body }: Props) {
  const [language, setLanguage] = useState('node')
  return (
    <div className="out embedout">
      <h3>1. On your server, make a session</h3>
      <p className="hint">It takes an API key that may write. The key never goes to the browser.</p>
      <div className="subtabs">
        <Tabs
          label="Language"
          value={language}
          onChange={setLanguage}
          className="subtab"
          tabs={LANGUAGES.map(({ key, label, make }) => ({
            key,
            label,
            content: () => <Code text={make(base, body)} copyLabel={`Copy the ${label} example`} />,
          }))}
        />
      </div>
      <h3>2. In your page, open the Hub with its token</h3>
      <Code text={page(base)} copyLabel="Copy the page example" />
    </div>
  )
}
