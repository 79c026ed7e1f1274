import { useState } from 'react'
import { Button, SkeletonRows } from '../../kit'
import { team } from '../api/calls'
import type { Invitation, TeamMember } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useKeys } from '../lib/keys'
import { useLoad } from '../lib/load'
import { ADMIN_NEEDS, useSession } from '../session/context'
import { InvitationTable } from './InvitationTable'
import { InviteDialog } from './InviteDialog'
import { RemoveDialog, ResetDialog, RevokeDialog, RoleDialog } from './MemberDialogs'
import { MemberTable } from './MemberTable'

type Open =
  | { kind: 'invite' }
  | { kind: 'role' | 'remove' | 'reset'; member: TeamMember }
  | { kind: 'revoke'; invitation: Invitation }

/** Who belongs to the organization, and who is invited. */
export function MembersPage() {
  const { api, may } = useSession()
  const mayChange = may('members:write')
  const list = useLoad('members', (signal) => team.members(api, signal))
  const invited = useLoad('invitations', (signal) => team.invitations(api, signal))
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  useKeys({
    c: (event) => {
      event.preventDefault()
      if (mayChange) setOpen({ kind: 'invite' })
    },
  })
  const links = invited.data ?? []
  return (
    <>
      <PageHead title="Members" total={list.data ? list.data.length : null}>
        {mayChange ? (
          <Button variant="primary" icon="add" onClick={() => setOpen({ kind: 'invite' })}>
            Invite
          </Button>
        ) : (
          <span className="small muted">{ADMIN_NEEDS}</span>
        )}
      </PageHead>
      <div className="pbody">
        <div className="card tablec" aria-busy={list.loading}>
          {list.error && (
            <div className="cardpad">
              <Failure error={list.error} what="Could not load members" retry={list.reload} />
            </div>
          )}
          {!list.data && !list.error && <SkeletonRows rows={3} label="Loading members" onRetry={list.reload} />}
          {list.data && <MemberTable members={list.data} onChoose={(kind, member) => setOpen({ kind, member })} />}
        </div>
        {(links.length > 0 || invited.error) && (
          <section aria-labelledby="invh" className="stack">
            <h2 id="invh" className="h3">
              Open invitations
            </h2>
            <div className="card tablec" aria-busy={invited.loading}>
              {invited.error && (
                <div className="cardpad">
                  <Failure error={invited.error} what="Could not load invitations" retry={invited.reload} />
                </div>
              )}
              {links.length > 0 && (
                <InvitationTable invitations={links} onRevoke={(invitation) => setOpen({ kind: 'revoke', invitation })} />
              )}
            </div>
          </section>
        )}
      </div>
      {open?.kind === 'invite' && <InviteDialog onMade={invited.reload} onClose={close} />}
      {open?.kind === 'role' && <RoleDialog member={open.member} onDone={list.reload} onClose={close} />}
      {open?.kind === 'reset' && <ResetDialog member={open.member} onDone={list.reload} onClose={close} />}
      {open?.kind === 'revoke' && <RevokeDialog invitation={open.invitation} onDone={invited.reload} onClose={close} />}
      {open?.kind === 'remove' && (
        <RemoveDialog
          member={open.member}
          onDone={() => {
            list.reload()
            invited.reload()
          }}
          onClose={close}
        />
      )}
    </>
  )
}
