import { Button, Time } from '../../kit'
import type { Invitation } from '../api/types'
import { day } from '../lib/format'
import { useSession } from '../session/context'
import { roleName } from './roles'

interface Props {
  invitations: Invitation[]
  onRevoke: (invitation: Invitation) => void
}

export function whose(invitation: Invitation): string {
  return invitation.email ?? 'anybody with the link'
}

function maker(invitation: Invitation): string {
  if (invitation.created_by === 'server') return 'on the server'
  return invitation.created_by_name ?? 'a member who is gone'
}

function Row({ invitation, onRevoke }: { invitation: Invitation } & Omit<Props, 'invitations'>) {
  const { may } = useSession()
  return (
    <tr>
      <td>
        <b>{whose(invitation)}</b>
      </td>
      <td className="wide-s">
        <span className="only-s-inline muted">Role: </span>
        {roleName(invitation.role)}
      </td>
      <td className="wide-s muted">
        <span className="only-s-inline">Made by </span>
        {maker(invitation)}, <Time at={invitation.created_at} />
      </td>
      <td className="wide-s muted nowrap">
        <span className="only-s-inline">Works until </span>
        {day(invitation.expires_at)}
      </td>
      <td className="num actc-b">
        {may(invitation.role === 'owner' ? 'owners:write' : 'members:write') && (
          <Button size="sm" variant="danger" aria-label={`Revoke the invitation for ${whose(invitation)}…`} onClick={() => onRevoke(invitation)}>
            Revoke…
          </Button>
        )}
      </td>
    </tr>
  )
}

export function InvitationTable({ invitations, onRevoke }: Props) {
  return (
    <table className="resp keytable">
      <caption className="sr">Open invitations</caption>
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col">Role</th>
          <th scope="col">Made by</th>
          <th scope="col">Works until</th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((one) => (
          <Row key={one.id} invitation={one} onRevoke={onRevoke} />
        ))}
      </tbody>
    </table>
  )
}
