import { useState } from 'react'
import { Button, CopyButton, Dialog, Field, Time } from '../../kit'
import { approvals } from '../api/calls'
import type { Approval, ApprovalLink } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

/** A link by which whoever has it decides, once; shown this one time. */
export function LinkDialog({ approval, onClose }: { approval: Approval; onClose: () => void }) {
  const { api } = useSession()
  const [link, setLink] = useState<ApprovalLink | null>(null)
  const deed = useDeed(async () => setLink(await approvals.link(api, approval.id)))
  return (
    <Dialog
      open
      title="Let somebody else decide"
      onClose={onClose}
      footer={
        link ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button data-first onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" busy={deed.busy && 'Making'} onClick={() => void deed.run()}>
              Make a link
            </Button>
          </>
        )
      }
    >
      {link ? (
        <>
          <Field label="Link" hint="Shown this once. Making another ends it.">
            {(wiring) => (
              <div className="input ro">
                <input readOnly value={link.url} onFocus={(event) => event.target.select()} {...wiring} />
                <CopyButton text={link.url} label="Copy link" />
              </div>
            )}
          </Field>
          <p className="small muted">
            It ends <Time at={link.expires_at} />, or when somebody decides.
          </p>
        </>
      ) : (
        <p className="muted">
          Whoever opens it sees this page without signing in, the account’s data included, and can approve or refuse once. Send it only to whom
          you would let decide; the record names you as the one who did.
        </p>
      )}
      <Failure error={deed.error} />
    </Dialog>
  )
}
