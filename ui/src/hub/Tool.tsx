/** One tool from form to confirmation: loads its form and, for an account that exists, what is known of it. */
import { useCallback, useState } from 'react'
import { Connect } from './Connect'
import { Gone } from './Disconnect'
import { Done } from './Done'
import { Edit } from './Edit'
import { Failure } from './Ending'
import { Frame } from './Frame'
import { useLoad } from './load'
import { LoadingBody } from './Loading'
import { SignIn } from './SignIn'
import { useHub } from './context'
import { t } from './language'
import type { AccountData, ConnectorAnswer, Integration, Linked } from './types'
import { tell, textOf } from './words'

interface Props {
  tool: Integration
  account: string | null
  onBack: (() => void) | null
  /** Start over after a disconnect. */
  onAgain: () => void
}

interface Ready {
  answer: ConnectorAnswer
  account: AccountData | null
}

export function Tool({ tool, account, onBack, onAgain }: Props) {
  const { api, app, bridge } = useHub()
  const [linked, setLinked] = useState<Linked | null>(null)
  const [gone, setGone] = useState(false)
  const { value, error, again } = useLoad(`${tool.integration_id}/${account}`, async (): Promise<Ready> => {
    const known = account ? await api.account(account) : null
    return { answer: await api.connector(known?.integrationId ?? tool.integration_id), account: known }
  })
  const done = useCallback(
    (answer: Linked) => {
      // The host learns it now, so that closing the window afterwards loses nothing.
      bridge?.say({ type: 'success', account: { id: answer.id, provider: answer.provider } })
      setLinked(answer)
    },
    [bridge],
  )
  if (error) {
    const told = tell(error, { app: app.name, tool: tool.name })
    return (
      <Frame label={told.title} onBack={onBack}>
        <Failure error={error} told={{ ...told, text: textOf(told, null) }} tool={tool.name} onRetry={again} />
      </Frame>
    )
  }
  if (!value) {
    return (
      <Frame label={t('loading.tool', { tool: tool.name })} onBack={onBack}>
        <LoadingBody onRetry={again} />
      </Frame>
    )
  }
  const named = { ...tool, name: value.answer.config.name || tool.name, logo_url: tool.logo_url ?? value.answer.config.assets?.icon }
  if (linked) return <Done tool={named} answer={value.answer} linked={linked} onAnother={onBack} />
  if (gone) return <Gone tool={named.name} onAgain={onAgain} />
  if (value.account && account) {
    return <Edit id={account} tool={{ ...named, integration_id: value.account.integrationId }} answer={value.answer} account={value.account} onBack={onBack} onDone={done} onGone={() => setGone(true)} />
  }
  if (value.answer.linkwright.method.sign_in) return <SignIn tool={named} answer={value.answer} onBack={onBack} onDone={done} />
  return <Connect tool={named} answer={value.answer} onBack={onBack} onDone={done} />
}
