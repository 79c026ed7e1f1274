import { useState } from 'react'
import type { SessionWanted } from '../api/types'
import { Code } from '../components/Code'
import { Tabs } from '../components/Tabs'
import { curl, element, node, python, react, script } from './snippets'

interface Props {
  /** Where the API is. */
  base: string
  /** Where the Hub of this project is: its own address, where it has one. */
  address: string
  body: SessionWanted
}

const LANGUAGES = [
  { key: 'node', label: 'Node', make: node },
  { key: 'python', label: 'Python', make: python },
  { key: 'curl', label: 'curl', make: curl },
] as const

const WAYS = [
  { key: 'script', label: 'Script', about: 'Nothing to install: a button that opens the Hub over the page.', make: script },
  { key: 'react', label: 'React', about: 'From the npm package @linkwright/hub, which `make ui` builds.', make: react },
  { key: 'element', label: 'Custom element', about: 'For Vue, Svelte and plain HTML: the Hub within the page.', make: element },
] as const

export function EmbedSnippets({ base, address, body }: Props) {
  const [language, setLanguage] = useState('node')
  const [way, setWay] = useState('script')
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
      <div className="subtabs">
        <Tabs
          label="Way to embed"
          value={way}
          onChange={setWay}
          className="subtab"
          tabs={WAYS.map(({ key, label, about, make }) => ({
            key,
            label,
            content: () => (
              <>
                <p className="hint">{about}</p>
                <Code text={make(address)} copyLabel={`Copy the ${label} example`} />
              </>
            ),
          }))}
        />
      </div>
    </div>
  )
}
