/** The confirmation: which account was linked, what its key can do and how we know, and how to end it. */
import { Fragment } from 'react'
import { Avatar, Button, CopyId, Icon, LinkButton, Tile } from '../kit'
import { Frame, useTitle } from './Frame'
import { Rights } from './Rights'
import { useHub } from './context'
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
      {teams.length > most && ` and ${teams.length - most} more`}
    </>
  )
}

function Who({ linked }: { linked: Linked }) {
  const { identity, credential } = linked.linkwright
  const person = identity.person
  const workspace = identity.workspace
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
            <dt>Workspace</dt>
            <dd>{workspace.name} {workspace.url_key && <span className="faint">{workspace.url_key}</span>}</dd>
          </div>
        )}
        {identity.teams && identity.teams.length > 0 && (
          <div>
            <dt>Teams</dt>
            <dd><Teams teams={identity.teams} /></dd>
          </div>
        )}
        <div>
          <dt>Key</dt>
          <dd>ends in <code>{credential.last4}</code>, checked just now</dd>
        </div>
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
  const name = answer.config.name || tool.name
  const title = `${name} is connected`
  const { identity, rights, updated } = linked.linkwright
  const where = identity.workspace?.name ? `in the ${identity.workspace.name} workspace` : `in ${name}`
  useTitle(title)
  return (
    <Frame label={title}>
      <div className="two">
        <div className="main">
          <div className="join" aria-hidden="true">
            <Tile name={app.name} src={app.logo_url} size="l" letters={1} />
            <span className="ln"><span><Icon name="check" /></span></span>
            <Tile name={name} src={tool.logo_url} size="l" />
          </div>
          <div role="status">
            <h1 tabIndex={-1}>{title}</h1>
            <p className="lead">{updated ? `The new key has taken the old one’s place. ${app.name} can work ${where} as you.` : `${app.name} can now work ${where} as you.`}</p>
          </div>
          <Who linked={linked} />
          <div className="stack">
            {close ? (
              <Button variant="primary" size="big" onClick={close}>Back to {app.name}</Button>
            ) : returnUrl ? (
              <LinkButton variant="primary" size="big" href={returnUrl}>Back to {app.name}</LinkButton>
            ) : (
              <p className="muted">{app.name} knows already.{bridge ? '' : ' You can close this page.'}</p>
            )}
            {onAnother && <Button variant="quiet" size="big" onClick={onAnother}>Connect another tool</Button>}
          </div>
        </div>
        <section className="side" aria-labelledby="rights-title">
          <div>
            <h2 id="rights-title">What this key can do</h2>
            <p className="small muted pretty">
              {rights.some((right) => right.state === 'on_first_use')
                ? `${name} does not tell us what a key may do. We show what is proven, and learn the rest on first use.`
                : 'We tried each of these with the key.'}
            </p>
          </div>
          <Rights rights={rights} />
          {answer.linkwright.not_used && (
            <div className="stack g6">
              <h3>{app.name} will not use</h3>
              <p className="small muted pretty">{answer.linkwright.not_used}</p>
            </div>
          )}
          <hr />
          <div className="stack g6">
            <h3>To end this</h3>
            <p className="small muted pretty">Disconnect in {app.name}, or delete the key in {name}. Either stops access at once.</p>
          </div>
          <p className="small faint row g4">Reference <CopyId id={linked.id} /></p>
        </section>
      </div>
    </Frame>
  )
}
