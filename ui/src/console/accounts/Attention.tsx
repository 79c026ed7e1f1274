import { Button, copyText, Notice, useToast } from '../../kit'
import { accounts, sessions } from '../api/calls'
import type { Account } from '../api/types'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed, useLoad } from '../lib/load'
import { useSession } from '../session/context'
import { accountName, reason } from './words'

const MOST = 25
const MOST_TOLD = 2
const WEEK_SECONDS = 7 * 24 * 3600

function reasons(broken: Account[]): string {
  const told = broken.slice(0, MOST_TOLD).map((account) => {
    const why = (reason(account) ?? account.status).replace(/\.( |$).*/, '')
    return `${accountName(account)}: ${why}.`
  })
  return [...told, broken.length > MOST_TOLD ? `And ${broken.length - MOST_TOLD} more.` : ''].join(' ')
}

/** One notice for all accounts that only their owner can mend, with the links to send. */
export function Attention({ turn }: { turn: number }) {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const loaded = useLoad(`attention ${turn}`, (signal) =>
    accounts.list(api, { status: ['error', 'expired'], page_size: MOST }, signal),
  )
  const broken = loaded.data?.data ?? []
  const total = loaded.data?.total ?? broken.length
  const deed = useDeed(async () => {
    const lines: string[] = []
    for (const account of broken) {
      const session = await sessions.create(api, {
        origin_owner_id: account.origin_owner_id,
        origin_owner_name: account.origin_owner_name,
        provider: account.provider,
        account_id: account.id,
        expires_in: WEEK_SECONDS,
      })
      lines.push(`${accountName(account)}: ${session.auth_link_url}`)
    }
    const copied = await copyText(lines.join('\n'))
    toast(
      copied
        ? `${plural(lines.length, 'link')} copied. Each works once, for 7 days.`
        : { text: 'Not copied: the browser forbids it. Use Edit… on each account.', icon: 'alert' },
    )
  })

  if (broken.length === 0) return null
  return (
    <div className="attn">
      <Notice
        tone="warn"
        title={total === 1 ? '1 account needs its owner.' : `${plural(total, 'account')} need their owner.`}
        action={
          mayChange && (
            <Button size="sm" busy={deed.busy && 'Making links'} onClick={() => void deed.run()}>
              Copy reconnect {broken.length === 1 ? 'link' : 'links'}
            </Button>
          )
        }
      >
        {reasons(broken)}
      </Notice>
      <Failure error={deed.error} what="The links could not be made" />
    </div>
  )
}
