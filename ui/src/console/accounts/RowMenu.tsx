import { IconButton, Menu, type MenuGroup } from '../../kit'
import type { Account } from '../api/types'
import { deleteKey, modKey } from '../lib/keys'
import { go } from '../lib/router'
import { accountName } from './words'

export type Asked = 'edit' | 'suspend' | 'resume' | 'convert' | 'delete'

interface Props {
  account: Account
  mayChange: boolean
  onAsk: (what: Asked, account: Account) => void
  onCopy: (id: string) => void
}

export function runsOf(id: string): string {
  return `/console/runs?account=${encodeURIComponent(id)}`
}

export function testerOf(id: string): string {
  return `/console/tester?account=${encodeURIComponent(id)}`
}

export function RowMenu({ account, mayChange, onAsk, onCopy }: Props) {
  const name = accountName(account)
  const off = !mayChange
  const ask = (what: Asked) => () => onAsk(what, account)
  const stopped = account.status === 'suspended'
  const groups: MenuGroup[] = [
    {
      items: [
        { label: 'Edit…', icon: 'edit', keys: 'E', off, onChoose: ask('edit') },
        { label: 'Show runs', icon: 'list', keys: 'R', onChoose: () => go(runsOf(account.id)) },
        { label: 'Try in the tester', icon: 'sliders', keys: 'T', onChoose: () => go(testerOf(account.id)) },
        { label: 'Connect an agent', icon: 'bolt', onChoose: () => go(`/console/agents?account=${encodeURIComponent(account.id)}`) },
        { label: 'Copy account id', icon: 'copy', keys: modKey('C'), onChoose: () => onCopy(account.id) },
      ],
    },
    {
      heading: off ? 'Developers and above can change' : undefined,
      items: [
        stopped
          ? { label: 'Resume', icon: 'play', off, onChoose: ask('resume') }
          : { label: 'Suspend…', icon: 'pause', off, onChoose: ask('suspend') },
        {
          label: account.type === 'test' ? 'Convert to production…' : 'Convert to test…',
          icon: 'flask',
          off,
          onChoose: ask('convert'),
        },
      ],
    },
    { items: [{ label: `Delete ${name}…`, icon: 'trash', keys: deleteKey, danger: true, off, onChoose: ask('delete') }] },
  ]
  return (
    <Menu
      label={`Actions for ${name}`}
      groups={groups}
      trigger={(props) => <IconButton icon="dots" label={`Actions for ${name}`} on={props['aria-expanded']} {...props} />}
    />
  )
}
