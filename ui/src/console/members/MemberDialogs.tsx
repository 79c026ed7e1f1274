import { type ReactNode, useState } from 'react'
import { Button, Dialog, Select, useToast } from '../../kit'
import { team } from '../api/calls'
import type { Invitation, TeamMember } from '../api/types'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed } from '../lib/load'
import { go } from '../lib/router'
import { useSession } from '../session/context'
import { whose } from './InvitationTable'
import { aboutRole, roleName, rolesToGive } from './roles'

interface Props {
  member: TeamMember
  onDone: () => void
  onClose: () => void
}

interface AskProps {
  title: string
  keep: string
  yes: string
  busy: string
  act: () => Promise<string>
  onDone: () => void
  onClose: () => void
  children: ReactNode
}

/** Asks before something that cannot be taken back; `act` answers what to say when it is done. */
function Ask({ title, keep, yes, busy, act, onDone, onClose, children }: AskProps) {
  const toast = useToast()
  const deed = useDeed(async () => toast(await act()))
  async function run() {
    if (!(await deed.run())) return
    onDone()
    onClose()
  }
  return (
    <Dialog
      open
      alert
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {keep}
          </Button>
          <Button variant="danger-solid" busy={deed.busy && busy} onClick={() => void run()}>
            {yes}
          </Button>
        </>
      }
    >
      <div className="muted stack">{children}</div>
      <Failure error={deed.error} />
    </Dialog>
  )
}

export function RoleDialog({ member, onDone, onClose }: Props) {
  const { api, me, may, refresh } = useSession()
  const toast = useToast()
  const [role, setRole] = useState(member.role)
  const deed = useDeed(() => team.changeRole(api, member.id, role))
  async function save() {
    if (!(await deed.run())) return
    toast(`${member.name} is ${roleName(role)} now`)
    onDone()
    onClose()
    if (member.id === me.member.id) await refresh()
  }
  return (
    <Dialog
      open
      title={`The role of ${member.name}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={deed.busy && 'Saving'} off={role === member.role} onClick={() => void save()}>
            Change role
          </Button>
        </>
      }
    >
      <Select
        label="Role"
        data-first
        options={rolesToGive(may('owners:write'))}
        value={role}
        hint={`${aboutRole(role)} It counts at once, for what they have let MCP clients do, too.`}
        onChange={(event) => setRole(event.target.value)}
      />
      <Failure error={deed.error} />
    </Dialog>
  )
}

export function RemoveDialog({ member, onDone, onClose }: Props) {
  const { api, me } = useSession()
  const mine = member.id === me.member.id
  async function act() {
    const gone = await team.remove(api, member.id)
    if (mine) go('/console/sign-in', { replace: true })
    return `${member.name} removed: ${plural(gone.sessions, 'session')} and ${plural(gone.mcp_clients, 'MCP client')} ended`
  }
  return (
    <Ask
      title={mine ? 'Leave the organization?' : `Remove ${member.name}?`}
      keep={mine ? 'Stay' : 'Keep'}
      yes={mine ? 'Leave' : 'Remove'}
      busy="Removing"
      act={act}
      onDone={onDone}
      onClose={onClose}
    >
      <p>
        {mine ? 'You are' : `${member.email} is`} signed out everywhere at once. The MCP clients that {mine ? 'you' : 'they'} let in are refused, and
        unused invitations that {mine ? 'you' : 'they'} made stop working.
      </p>
      <p>API keys belong to the project and stay. Revoke those that left with the person under API keys.</p>
    </Ask>
  )
}

export function ResetDialog({ member, onDone, onClose }: Props) {
  const { api } = useSession()
  return (
    <Ask
      title={`Reset two-step sign-in of ${member.name}?`}
      keep="Leave it on"
      yes="Reset"
      busy="Resetting"
      act={async () => {
        await team.resetTwoStep(api, member.id)
        return `${member.name} signs in with the password alone now`
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <p>
        Do this only when you know that it is {member.name} who asks. The app and the recovery codes stop working, all sessions end, and the password
        alone is enough until a new app is set up.
      </p>
    </Ask>
  )
}

export function RevokeDialog({ invitation, onDone, onClose }: { invitation: Invitation } & Omit<Props, 'member'>) {
  const { api } = useSession()
  return (
    <Ask
      title={`Revoke the invitation for ${whose(invitation)}?`}
      keep="Keep it"
      yes="Revoke"
      busy="Revoking"
      act={async () => {
        await team.revoke(api, invitation.id)
        return 'Invitation revoked'
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <p>The link stops working at once.</p>
    </Ask>
  )
}
