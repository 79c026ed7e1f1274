import { type ReactNode, useEffect } from 'react'
import { Button, Dialog } from '../../kit'
import type { Account } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import type { AccountDeeds } from './deeds'
import { DeleteDialog } from './DeleteDialog'
import { EditDialog } from './EditDialog'
import type { Asked } from './RowMenu'
import { connectorName } from './words'

interface QuestionProps {
  title: string
  children: ReactNode
  /** The button repeats verb and noun. */
  act: string
  acting: string
  keep: string
  onAct: () => Promise<void>
  onClose: () => void
}

function Question({ title, children, act, acting, keep, onAct, onClose }: QuestionProps) {
  const deed = useDeed(onAct)
  async function run() {
    if (await deed.run()) onClose()
  }
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>
            {keep}
          </Button>
          <Button
            variant="primary"
            data-first
            busy={deed.busy && acting}
            onClick={() => void run()}
          >
            {act}
          </Button>
        </>
      }
    >
      <div className="muted stack">{children}</div>
      <Failure error={deed.error} />
    </Dialog>
  )
}

/** Resuming asks nothing; the dialog shows only if it failed. */
function Resuming({ account, deeds, onClose }: { account: Account; deeds: AccountDeeds; onClose: () => void }) {
  const deed = useDeed(() => deeds.resume(account))
  const { run } = deed
  useEffect(() => {
    void run().then((done) => {
      if (done) onClose()
    })
    // Once per account: the buttons below do the repeating.
  }, [account.id])
  return (
    <Dialog open={deed.error !== undefined} title={`${account.origin_owner_name} could not be resumed`} onClose={onClose}>
      <Failure error={deed.error} retry={() => void run()} />
    </Dialog>
  )
}

interface Props {
  asked: { what: Asked; account: Account } | null
  deeds: AccountDeeds
  onEdited: () => void
  onClose: () => void
}

export function AccountDialogs({ asked, deeds, onEdited, onClose }: Props) {
  if (asked === null) return null
  const { what, account } = asked
  const owner = account.origin_owner_name
  const connector = connectorName(account)
  if (what === 'edit') return <EditDialog account={account} onEdited={onEdited} onClose={onClose} />
  if (what === 'resume') return <Resuming account={account} deeds={deeds} onClose={onClose} />
  if (what === 'suspend') {
    return (
      <Question
        title={`Suspend the ${connector} account of ${owner}?`}
        act="Suspend account"
        acting="Suspending"
        keep="Keep it running"
        onAct={() => deeds.suspend(account)}
        onClose={onClose}
      >
        <p>Calls and agents are refused from now on. Its key stays stored, and you can resume it at any time.</p>
      </Question>
    )
  }
  if (what === 'convert') {
    const to = account.type === 'test' ? 'production' : 'test'
    const speaksTo =
      account.linkwright?.upstream === 'twin'
        ? 'It goes on talking to the twin, since that was settled when it was linked.'
        : `It goes on talking to the real ${connector}, since that was settled when it was linked.`
    return (
      <Question
        title={`Make the ${connector} account of ${owner} a ${to} account?`}
        act={`Convert to ${to}`}
        acting="Converting"
        keep="Keep it as it is"
        onAct={() => deeds.convert(account)}
        onClose={onClose}
      >
        <p>The type is a label for lists and filters. {speaksTo}</p>
      </Question>
    )
  }
  return <DeleteDialog account={account} deeds={deeds} onClose={onClose} />
}
