import { Button, CopyId, IconButton, Menu, type MenuItem, Notice, Tag, Time } from '../../kit'
import type { WebhookEndpoint } from '../api/types'
import { Failure } from '../components/Failure'
import type { Deed } from '../lib/load'
import type { Asked } from './WebhookDialogs'
import { heard } from './words'

interface Props {
  endpoint: WebhookEndpoint
  mayChange: boolean
  switching: Deed<[boolean]>
  onAsk: (what: Asked) => void
}

const OFF: Record<string, string> = {
  gone: 'It answered 410, which means that nobody is there any more. Check the address, then switch it on: what waited goes out.',
  failing: 'Every attempt of three days failed. Mend the receiver, then switch it on: what waited goes out.',
  by_hand: 'Somebody switched it off. What had happened before waits; what happens now is not kept for it.',
}

function Off({ endpoint, mayChange, switching }: Omit<Props, 'onAsk'>) {
  if (endpoint.enabled) return null
  return (
    <Notice
      tone={endpoint.disabled_reason === 'by_hand' ? 'info' : 'warn'}
      title="This endpoint is switched off."
      action={
        mayChange && (
          <Button size="sm" busy={switching.busy && 'Switching on'} onClick={() => void switching.run(true)}>
            Switch on
          </Button>
        )
      }
    >
      {OFF[endpoint.disabled_reason ?? ''] ?? ''}
    </Notice>
  )
}

/** The chosen endpoint: what it hears, how it is signed for, and what can be done to it. */
export function EndpointHead({ endpoint, mayChange, switching, onAsk }: Props) {
  const old = endpoint.secrets.find((secret) => secret.expires_at !== null)
  const items: MenuItem[] = [
    { label: 'Edit…', icon: 'edit', onChoose: () => onAsk('edit') },
    { label: 'Rotate secret…', icon: 'key', onChoose: () => onAsk('rotate') },
    ...(endpoint.enabled ? [{ label: 'Switch off', icon: 'pause', onChoose: () => void switching.run(false) } as const] : []),
  ]
  return (
    <section className="card" aria-labelledby="ep-name">
      <div className="hd">
        <h2 id="ep-name" className="ev trunc" title={endpoint.url}>
          {endpoint.url}
        </h2>
        <span className="grow" />
        {mayChange && (
          <Menu
            label={`Actions for ${endpoint.url}`}
            groups={[{ items }, { items: [{ label: 'Delete…', icon: 'trash', danger: true, onChoose: () => onAsk('delete') }] }]}
            trigger={(props) => <IconButton icon="dots" label={`Actions for ${endpoint.url}`} {...props} />}
          />
        )}
      </div>
      <div className="bd stack">
        <Off endpoint={endpoint} mayChange={mayChange} switching={switching} />
        <Failure error={switching.error} />
        <dl className="facts epfacts">
          <dt>Endpoint</dt>
          <dd>
            <CopyId id={endpoint.id} />
          </dd>
          <dt>Hears</dt>
          <dd title={endpoint.events.join(', ')}>{heard(endpoint.events)}</dd>
          <dt>Signed with</dt>
          <dd>
            {old?.expires_at ? (
              <>
                2 secrets; the old one until <Time at={old.expires_at} style="clock" />, <Time at={old.expires_at} />
              </>
            ) : (
              '1 secret'
            )}
          </dd>
          {(endpoint.ordered || endpoint.stackone) && (
            <>
              <dt>Also</dt>
              <dd className="row wrap tight">
                {endpoint.ordered && <Tag>In order</Tag>}
                {endpoint.stackone && <Tag>StackOne form</Tag>}
              </dd>
            </>
          )}
        </dl>
      </div>
    </section>
  )
}
