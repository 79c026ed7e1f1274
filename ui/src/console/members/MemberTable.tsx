import { IconButton, Menu, type MenuItem, Tag, Time } from '../../kit'
import type { TeamMember } from '../api/types'
import { useSession } from '../session/context'
import { roleName } from './roles'

type Deed = 'role' | 'remove' | 'reset'

interface Props {
  members: TeamMember[]
  onChoose: (deed: Deed, member: TeamMember) => void
}

function Row({ member, onChoose }: { member: TeamMember } & Omit<Props, 'members'>) {
  const { me, may } = useSession()
  const items: MenuItem[] = []
  // Only owners touch owners.
  if (may(member.role === 'owner' ? 'owners:write' : 'members:write')) {
    items.push({ label: 'Change role…', icon: 'edit', onChoose: () => onChoose('role', member) })
    if (member.two_step && may('owners:write')) {
      items.push({ label: 'Reset two-step sign-in…', icon: 'lock', onChoose: () => onChoose('reset', member) })
    }
    items.push({ label: 'Remove…', icon: 'trash', danger: true, onChoose: () => onChoose('remove', member) })
  }
  return (
    <tr>
      <td>
        <div className="acc">
          <b>
            {member.name} {member.id === me.member.id && <Tag>you</Tag>}
          </b>
          <span className="small faint">{member.email}</span>
        </div>
      </td>
      <td className="wide-s">
        <span className="only-s-inline muted">Role: </span>
        {roleName(member.role)}
      </td>
      <td className="wide-s muted">
        <span className="only-s-inline">Two-step sign-in: </span>
        {member.two_step ? 'on' : 'off'}
      </td>
      <td className="wide-s muted nowrap">
        <span className="only-s-inline">Last seen </span>
        {member.last_used_at ? <Time at={member.last_used_at} /> : 'signed out'}
      </td>
      <td className="num actc">
        {items.length > 0 && (
          <Menu
            label={`Actions for ${member.name}`}
            groups={[{ items }]}
            trigger={(props) => <IconButton icon="dots" label={`Actions for ${member.name}`} {...props} />}
          />
        )}
      </td>
    </tr>
  )
}

export function MemberTable({ members, onChoose }: Props) {
  return (
    <table className="resp keytable">
      <caption className="sr">Members</caption>
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Role</th>
          <th scope="col">Two-step</th>
          <th scope="col">Last seen</th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <Row key={member.id} member={member} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  )
}
