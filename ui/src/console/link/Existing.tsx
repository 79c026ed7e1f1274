import { useEffect, useState } from 'react'
import { Icon } from '../../kit'
import { accounts } from '../api/calls'
import type { ConnectorMeta } from '../api/types'
import { plural } from '../lib/format'
import { useLoad } from '../lib/load'
import { useSession } from '../session/context'
import type { LinkForm } from './wanted'

const PAUSE_MS = 300

interface Props {
  form: LinkForm
  connectors: ConnectorMeta[]
  onMultiple: (multiple: boolean) => void
}

/** Tells before anything is made whether linking will make a new account or update one. */
export function Existing({ form, connectors, onMultiple }: Props) {
  const { api } = useSession()
  const typed = form.ownerId.trim()
  const [ownerId, setOwnerId] = useState(typed)
  useEffect(() => {
    const timer = window.setTimeout(() => setOwnerId(typed), PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [typed])
  const found = useLoad(ownerId === '' ? null : ownerId, (signal) =>
    accounts.list(api, { origin_owner_id: ownerId, page_size: 25 }, signal),
  )
  if (ownerId === '' || ownerId !== typed || found.error) return null
  const same = (found.data?.data ?? []).filter(
    (account) =>
      account.origin_owner_id === ownerId &&
      account.origin_owner_name === form.ownerName.trim() &&
      (form.provider === '' || account.provider === form.provider),
  )
  const first = same[0]
  if (first === undefined) return null
  const connector = connectors.find((one) => one.provider === form.provider)?.provider_name ?? form.provider
  const has = form.provider === '' ? plural(same.length, 'account') : plural(same.length, `${connector} account`)
  const update = form.provider === '' ? 'Linking the same connector again updates it.' : 'Linking again updates it.'
  return (
    <p className="msg warn" role="status">
      <Icon name="info" />
      <span>
        {first.origin_owner_name} already has {has}. {form.multiple ? 'A further one will be made.' : update}{' '}
        <button type="button" className="textlink" onClick={() => onMultiple(!form.multiple)}>
          {form.multiple ? 'Update it instead' : 'Allow a second one'}
        </button>
      </span>
    </p>
  )
}
