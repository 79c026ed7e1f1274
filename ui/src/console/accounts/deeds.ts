import { copyText, useToast } from '../../kit'
import { accounts } from '../api/calls'
import { asApiError } from '../api/errors'
import { shortTime } from '../lib/format'
import type { Account, Receipt, Screening } from '../api/types'
import { useSession } from '../session/context'
import { accountName } from './words'

export interface AccountDeeds {
  suspend: (account: Account) => Promise<void>
  resume: (account: Account) => Promise<void>
  convert: (account: Account) => Promise<void>
  remove: (account: Account) => Promise<Receipt | null>
  check: (account: Account) => Promise<void>
  screen: (account: Account, mode: Screening | null) => Promise<void>
  copyReconnectLink: (account: Account) => Promise<void>
  copyId: (id: string) => Promise<void>
}

/** What can be done to an account, with the toast that tells it was done. Refusals are thrown to the dialog that asked. */
export function useAccountDeeds(onChanged: (account: Account) => void, onGone: (account: Account) => void): AccountDeeds {
  const { api } = useSession()
  const toast = useToast()

  /** An undo has no dialog that could show why it failed. */
  function quietly(work: Promise<void>) {
    work.catch((thrown: unknown) => {
      const error = asApiError(thrown)
      toast({ text: `${error.message} ${error.hint}`.trim(), icon: 'alert' })
    })
  }

  const deeds: AccountDeeds = {
    async suspend(account) {
      onChanged(await accounts.suspend(api, account.id))
      toast({
        text: `${accountName(account)} suspended`,
        icon: 'pause',
        undo: () => quietly(deeds.resume(account)),
      })
    },
    async resume(account) {
      onChanged(await accounts.resume(api, account.id))
      toast(`${accountName(account)} works again`)
    },
    async convert(account) {
      const to = account.type === 'test' ? 'production' : 'test'
      const changed = await accounts.convert(api, account.id, to)
      onChanged(changed)
      toast({
        text: `${accountName(account)} is a ${to} account`,
        icon: 'check',
        undo: () => quietly(deeds.convert(changed)),
      })
    },
    async remove(account) {
      const gone = await accounts.remove(api, account.id)
      onGone(account)
      return gone.linkwright?.receipt ?? null
    },
    async check(account) {
      const checked = await accounts.check(api, account.id)
      onChanged(checked)
      const works = checked.linkwright?.check?.outcome === 'working'
      toast(works ? `${accountName(account)} works` : { text: checked.linkwright?.check?.detail ?? 'Not checked.', icon: 'alert' })
    },
    async screen(account, mode) {
      onChanged(await accounts.save(api, account.id, { screening: mode }))
      toast('Screening saved')
    },
    async copyReconnectLink(account) {
      const link = await accounts.reconnectLink(api, account.id)
      toast(
        (await copyText(link.url))
          ? `Reconnect link copied. It works once, until ${shortTime(link.expires_at)}.`
          : { text: 'Not copied: the browser forbids it. Use Edit… instead.', icon: 'alert' },
      )
    },
    async copyId(id) {
      toast((await copyText(id)) ? 'Account id copied' : { text: 'Not copied. Select the id instead.', icon: 'alert' })
    },
  }
  return deeds
}
