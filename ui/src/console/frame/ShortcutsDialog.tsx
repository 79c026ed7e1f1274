import { useState } from 'react'
import { Button, Checkbox, Dialog } from '../../kit'
import { deleteKey, modKey, setSingleKeys, singleKeysOn } from '../lib/keys'
import { SECTIONS } from './sections'

interface Group {
  name: string
  keys: [string, string][]
}

const GROUPS: Group[] = [
  {
    name: 'Anywhere',
    keys: [
      [modKey('K'), 'Go to a page or an account'],
      ['?', 'This list'],
      ['/', 'Search of this page'],
      ['[', 'Fold the navigation'],
      ['Esc', 'Close what is open'],
      ...SECTIONS.map((section): [string, string] => [`G ${section.letter.toUpperCase()}`, section.name]),
    ],
  },
  {
    name: 'Tables',
    keys: [
      ['J K', 'Next, previous row'],
      ['↓ ↑', 'The same'],
      ['Enter', 'Open the row'],
      ['Space .', 'Menu of the row'],
    ],
  },
  {
    name: 'Accounts',
    keys: [
      ['C', 'Link account'],
      ['E', 'Edit'],
      ['R', 'Show runs'],
      [modKey('C'), 'Copy account id'],
      [deleteKey, 'Delete…'],
    ],
  },
  {
    name: 'Runs',
    keys: [
      ['L', 'Live tail on or off'],
      ['← →', 'In a run: previous, next'],
    ],
  },
]

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [on, setOn] = useState(singleKeysOn)
  return (
    <Dialog
      open={open}
      title="Keyboard shortcuts"
      wide
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className="keygroups">
        {GROUPS.map((group) => (
          <section key={group.name}>
            <h3>{group.name}</h3>
            <dl className="keylist">
              {group.keys.map(([keys, does]) => (
                <div key={keys}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Checkbox
        label="Single letters act"
        hint="Switch off if you speak to your computer or press keys by accident. The others stay."
        checked={on}
        onChange={(event) => {
          setSingleKeys(event.target.checked)
          setOn(event.target.checked)
        }}
      />
    </Dialog>
  )
}
