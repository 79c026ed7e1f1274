import type { ReactNode } from 'react'
import { Menu, type MenuGroup, useToast } from '../../kit'
import { asApiError } from '../api/errors'
import { go } from '../lib/router'
import { THEMES, useTheme } from '../lib/theme'
import { useSession } from '../session/context'

interface Props {
  children: ReactNode
  onKeys: () => void
}

/** Who is signed in; theme, shortcuts, sign out. */
export function UserMenu({ children, onKeys }: Props) {
  const { me, signOut } = useSession()
  const [theme, setTheme] = useTheme()
  const toast = useToast()

  async function leave() {
    try {
      await signOut()
    } catch (thrown) {
      toast({ text: `Not signed out. ${asApiError(thrown).message}`, icon: 'alert' })
    }
  }

  const groups: MenuGroup[] = [
    { items: [{ label: 'Your account', icon: 'user', onChoose: () => go('/console/you') }] },
    {
      heading: 'Theme',
      items: THEMES.map((one) => ({
        label: one.label,
        checked: theme === one.value,
        onChoose: () => setTheme(one.value),
      })),
    },
    {
      heading: `Linkwright ${me.version}`,
      items: [
        { label: 'Keyboard shortcuts', icon: 'keyboard', keys: '?', onChoose: onKeys },
        { label: 'Sign out', icon: 'signout', onChoose: () => void leave() },
      ],
    },
  ]
  return (
    <Menu
      label={`Menu of ${me.member.name || me.member.email}`}
      groups={groups}
      trigger={(props) => (
        <button type="button" className="userbtn" {...props}>
          {children}
        </button>
      )}
    />
  )
}
