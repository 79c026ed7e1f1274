/** The confirmation: which account was linked, what its key can do and how we know, and how to end it. */
import { Fragment } from 'react'
import { Avatar, Button, CopyId, Icon, LinkButton, Tile } from '../kit'
import { Frame, useTitle } from './Frame'
import { Rights } from './Rights'
import { useLogo } from './brand'
import { useHub } from './context'
import { english, rich, t } from './language'
import type { ConnectorAnswer, Identity, Integration, Linked } from './types'

/** Teams with their keys, as one line of text. */
export function Teams({ teams }: { teams: NonNullable<Identity['teams']> }) {
  const most = 8
  return (
    <>
      {teams.slice(0, most).map((team, index) => (
        <Fragment key={`${team.key}${team.name}`}>
          {index > 0 && ' '}
          <span className="together">
            {team.name} {team.key && <span className="faint">{team.key}</span>}
            {index < Math.min(teams.length, most) - 1 && ','}
          </span>
        </Fragment>
      ))}
      {teams.length > most && t('common.teams-more', { count: teams.length - most })}
    </>
  )
}

function Who({ linked }: { linked: Linked }) {
  const { identity, credential } = linked.linkwright
  const person = identity.person
  const workspace = identity.workspace
  // "Fernhill fernhill" tells nobody anything.
  const told = workspace?.url_key && workspace.url_key.toLowerCase() !== workspace.name?.toLowerCase()
  return (
    <div className="idcard">
      {(person?.name || person?.email) && (
        <div className="who">
          <Avatar name={person.name || person.email || '?'} />
          <div className="grow">
            <b className="trunc block">{person.name || person.email}</b>
            {person.name && person.email && <div className="small muted trunc">{person.email}</div>}
          </div>
        </div>
      )}
      <dl className="facts">
        {workspace?.name && (
          <div>
            <dt>{t('common.workspace')}</dt>
            <dd>{workspace.name} {told && <span className="faint">{workspace.url_key}</span>}</dd>
          </div>
        )}
        {identity.teams && identity.teams.length > 0 && (
          <div>
            <dt>{t('common.teams')}</dt>
            <dd><Teams teams={identity.teams} /></dd>
          </div>
        )}
        {credential.last4 && (
          <div>
            <dt>{t('done.key')}</dt>
            <dd>{rich('done.key-ends', { last4: <code key="last4">{credential.last4}</code> })}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}

interface Props {
  tool: Integration
  answer: ConnectorAnswer
  linked: Linked
  onAnother: (() => void) | null
}

export function Done({ tool, answer, linked, onAnother }: Props) {
  const { app, bridge, close, returnUrl } = useHub()
  const logo = useLogo(app)
  const name = answer.config.name || tool.name
  const title = t('done.title', { tool: name })
  const { identity, rights, updated } = linked.linkwright
  const workspace = identity.workspace?.name
  const said = { app: app.name, tool: name }
  const signed = answer.linkwright.method.sign_in === true
  const replaced = updated && !signed
  const lead = workspace
    ? t(replaced ? 'done.replaced-workspace' : 'done.now-workspace', { app: app.name, workspace })
    : t(replaced ? 'done.replaced' : 'done.now', said)
  useTitle(title)
  return (
    <Frame label={title}>
      <div className="two">
        <div className="main">
          <div className="join" aria-hidden="true">
            <Tile name={app.name} src={logo} size="l" letters={1} />
            <span className="ln"><span><Icon name="check" /></span></span>
            <Tile name={name} src={tool.logo_url} size="l" />
          </div>
          <div role="status">
            <h1 tabIndex={-1}>{title}</h1>
            <p className="lead">{lead}</p>
          </div>
          <Who linked={linked} />
          <div className="stack">
            {close ? (
              <Button variant="primary" size="big" onClick={close}>{t('common.back-to-app', { app: app.name })}</Button>
            ) : returnUrl ? (
              <LinkButton variant="primary" size="big" href={returnUrl}>{t('common.back-to-app', { app: app.name })}</LinkButton>
            ) : (
              <p className="muted">{t(bridge ? 'done.knows' : 'done.knows-close', { app: app.name })}</p>
            )}
            {onAnother && <Button variant="quiet" size="big" onClick={onAnother}>{t('done.another', { app: app.name })}</Button>}
          </div>
        </div>
        <section className="side" aria-labelledby="rights-title">
          <div>
            <h2 id="rights-title">{t(signed ? 'sign.rights' : 'rights.title')}</h2>
            <p className="small muted pretty">
              {signed ? t('sign.rights-known', { tool: name }) : rights.some((right) => right.state === 'on_first_use') ? t('rights.learn', { tool: name }) : t('rights.tried')}
            </p>
          </div>
          <Rights rights={rights} />
          {answer.linkwright.not_used && (
            <div className="stack g6">
              <h3>{t('rights.not-used', { app: app.name })}</h3>
              <p className="small muted pretty"><span lang={english()}>{answer.linkwright.not_used}</span> {t('rights.switched-off')}</p>
            </div>
          )}
          <hr />
          <div className="stack g6">
            <h3>{t('done.end')}</h3>
            <p className="small muted pretty">{t(signed ? 'sign.end' : 'done.end-text', said)}</p>
          </div>
          <p className="small faint row g4">{t('common.reference')} <CopyId id={linked.id} /></p>
        </section>
      </div>
    </Frame>
  )
}
