import { useState } from 'react'
import { Button, copyText, Dialog, useToast } from '../../kit'
import { sessions } from '../api/calls'
import type { AccountType, ConnectorMeta, ConnectSession } from '../api/types'
import { Failure } from '../components/Failure'
import { focusFirstWrong } from '../lib/focus'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { AuthLinkLife, AuthLinkRevoked, AuthLinkShown } from './AuthLink'
import { EmbedSnippets } from './EmbedSnippets'
import { Existing } from './Existing'
import { HubFrame } from './HubFrame'
import { LinkFields } from './LinkFields'
import { curl } from './snippets'
import { firstForm, lacking, type Lacking, type LinkForm, wanted } from './wanted'
import { WayChoice } from './WayChoice'

interface Props {
  connectors: ConnectorMeta[]
  type: AccountType
  onLinked: () => void
  onClose: () => void
}

/** Owner, connector and type first; then one of three ways: a link to send, the Hub here, or a snippet. */
export function LinkDialog({ connectors, type, onLinked, onClose }: Props) {
  const { api, me, project } = useSession()
  const toast = useToast()
  const [form, setForm] = useState<LinkForm>(() => firstForm(type, connectors[0]?.provider ?? ''))
  const [shown, setShown] = useState<Lacking>({})
  const [session, setSession] = useState<ConnectSession | null>(null)
  const [revoked, setRevoked] = useState(false)
  const [linked, setLinked] = useState(false)
  const make = useDeed(async () => {
    setSession(await sessions.create(api, wanted(form)))
    setRevoked(false)
  })
  const revoke = useDeed(async () => {
    if (session === null) return
    await sessions.revoke(api, session)
    setRevoked(true)
  })
  const hubOpen = session !== null && form.way === 'now'
  const linkMade = session !== null && form.way === 'link'
  const fixed = linkMade && !revoked

  function change(part: Partial<LinkForm>) {
    if (part.way !== undefined && part.way !== form.way) setSession(null)
    setForm((old) => ({ ...old, ...part }))
    setShown((old) => ({
      ownerId: part.ownerId === undefined ? old.ownerId : undefined,
      ownerName: part.ownerName === undefined ? old.ownerName : undefined,
    }))
    make.clear()
  }

  function complete(): boolean {
    const found = lacking(form)
    setShown(found)
    const whole = Object.keys(found).length === 0
    if (!whole) focusFirstWrong('.linkdialog')
    return whole
  }

  async function go() {
    if (complete()) await make.run()
  }

  async function copyCurl() {
    if (!complete()) return
    toast((await copyText(curl(me.public_url, wanted(form)))) ? 'Copied as curl' : { text: 'Not copied: the browser forbids it', icon: 'alert' })
  }

  /** The link is good for the customer whether or not we are told: the list may have grown meanwhile. */
  function close() {
    if (linkMade) onLinked()
    onClose()
  }

  if (hubOpen) {
    return (
      <Dialog
        open
        key="hub"
        title={`Link an account of ${form.ownerName.trim()}`}
        className="hubdialog"
        dirty
        onClose={onClose}
        footer={
          linked ? (
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          ) : (
            <Button variant="quiet" icon="back" onClick={() => setSession(null)}>
              Back to the form
            </Button>
          )
        }
      >
        <HubFrame
          token={session.token}
          onSuccess={() => {
            setLinked(true)
            onLinked()
          }}
          onClose={onClose}
        />
      </Dialog>
    )
  }

  const primary = form.way === 'link' ? (revoked ? 'Make a new link' : 'Make the link') : 'Open the Hub'
  const acting = form.way === 'link' ? 'Making' : 'Opening'
  return (
    <Dialog
      open
      key="form"
      wide
      title="Link an account"
      className="linkdialog"
      dirty={form.ownerId !== '' || form.ownerName !== ''}
      onClose={close}
      footer={
        <>
          {fixed && (
            <Button variant="quiet" icon="close" busy={revoke.busy && 'Revoking'} onClick={() => void revoke.run()}>
              Revoke link
            </Button>
          )}
          <span className="grow" />
          <Button onClick={() => void copyCurl()}>
            Copy as curl
          </Button>
          {fixed || form.way === 'embed' ? (
            <Button variant={form.way === 'embed' ? 'primary' : 'default'} onClick={close}>
              Done
            </Button>
          ) : (
            <Button variant="primary" busy={make.busy && acting} onClick={() => void go()}>
              {primary}
            </Button>
          )}
        </>
      }
    >
      <LinkFields form={form} lacking={shown} connectors={connectors} fixed={fixed} onChange={change} />
      {!fixed && <Existing form={form} connectors={connectors} onMultiple={(multiple) => change({ multiple })} />}
      <WayChoice value={form.way} fixed={fixed} onChange={(way) => change({ way })} />
      {linkMade && revoked && <AuthLinkRevoked />}
      {form.way === 'link' && !fixed && <AuthLinkLife lasts={form.lasts} onChange={(lasts) => change({ lasts })} />}
      {fixed && <AuthLinkShown session={session} />}
      {form.way === 'embed' && <EmbedSnippets base={me.public_url} address={project.address} body={exampleBody(form)} />}
      <Failure error={make.error} />
      <Failure error={revoke.error} what="The link could not be revoked" />
    </Dialog>
  )
}

/** A snippet must make sense before anything was typed. */
function exampleBody(form: LinkForm) {
  return wanted({
    ...form,
    ownerId: form.ownerId.trim() === '' ? 'cus_4102' : form.ownerId,
    ownerName: form.ownerName.trim() === '' ? 'Example Bakery' : form.ownerName,
  })
}
