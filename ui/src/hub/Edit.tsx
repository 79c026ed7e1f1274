/** An account that exists: its state, its key behind "Replace", what it can do, and Disconnect apart from the rest. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button, CopyId, Notice, Tile, Time, day } from '../kit'
import { EndsSoon, Refusal } from './Connect'
import { Disconnect } from './Disconnect'
import { Teams } from './Done'
import { Failure } from './Ending'
import { Fields, isSecret, problems, shownFields, tidied } from './Fields'
import { Frame, useTitle } from './Frame'
import { GuideFold } from './Guide'
import { Progress } from './Progress'
import { Rights, State } from './Rights'
import { SignInPanel } from './SignIn'
import { useSigning } from './signing'
import { useHub } from './context'
import { t, together } from './language'
import { useSubmission } from './submit'
import type { AccountData, ConnectorAnswer, Credentials, Integration, Linked } from './types'
import { tell } from './words'

interface Props {
  id: string
  tool: Integration
  answer: ConnectorAnswer
  account: AccountData
  onBack: (() => void) | null
  onDone: (linked: Linked) => void
  onGone: () => void
}

function reasons(account: AccountData): string {
  return account.linkwright.status_reasons.map((one) => (typeof one === 'string' ? one : (one.message ?? one.text ?? ''))).filter(Boolean).join(' ')
}

/** Whether the account needs its person: the key field then stands open. */
function broken(account: AccountData): boolean {
  return account.linkwright.status === 'error' || account.linkwright.status === 'expired'
}

function subtitle(account: AccountData): string {
  const { person, workspace } = account.linkwright.identity ?? {}
  const who = person?.name ?? person?.email
  return who && workspace?.name ? t('edit.who', { person: who, workspace: workspace.name }) : (who ?? workspace?.name ?? '')
}

export function Edit({ id, tool, answer, account, onBack, onDone, onGone }: Props) {
  const { app, api } = useHub()
  const fields = shownFields(answer.config.configFields)
  const open = broken(account)
  const before: Credentials = Object.fromEntries(fields.filter((field) => !isSecret(field)).map((field) => [field.key, account.setupInformation?.[field.key] ?? String(field.value ?? '')]))
  const [values, setValues] = useState<Credentials>(before)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [asking, setAsking] = useState(false)
  const [guide, setGuide] = useState(open)
  const first = useRef<HTMLInputElement>(null)
  const { phase, error, run, clear } = useSubmission(onDone)
  const name = answer.config.name || tool.name
  const told = error ? tell(error, { app: app.name, tool: name }) : null
  const credential = account.linkwright.credential
  const changed = Object.fromEntries(Object.entries(tidied(fields, values)).filter(([key, value]) => value !== '' && value !== before[key]))
  const dirty = Object.keys(changed).length > 0
  useTitle(open ? t('edit.reconnect', { tool: name }) : name)
  useEffect(() => {
    if (open) first.current?.focus({ preventScroll: true })
  }, [open])
  useEffect(() => {
    if (error) first.current?.focus()
  }, [error])

  const signed = answer.linkwright.method.sign_in === true
  const signing = useSigning(tool.integration_id, id, onDone)
  const secrets = fields.filter(isSecret)
  const stored = open || !credential ? {} : Object.fromEntries(secrets.map((field) => [field.key, {
    last4: credential.last4,
    help: t('edit.stored', { day: day(new Date(credential.stored_at)), tool: name }),
  }]))

  const save = useCallback(() => {
    const wrong = problems(fields, values, new Set(open ? [] : secrets.map((field) => field.key)))
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return void first.current?.focus()
    if (dirty) run(() => api.update(id, tool.integration_id, changed))
  }, [api, changed, dirty, fields, id, open, run, secrets, tool.integration_id, values])

  const card = told?.place === 'card' && error
  const back = phase === 'idle' ? onBack : null
  const form = () => {
    clear()
    window.requestAnimationFrame(() => first.current?.focus())
  }
  return (
    <Frame label={t(open ? 'edit.reconnect' : 'edit.title', { tool: name })} onBack={back}>
      {phase === 'slow' && <Progress tool={name} logo={tool.logo_url} />}
      {card && phase !== 'slow' && <Failure error={error} told={told} tool={name} onRetry={save} onBack={form} />}
      <div className="two" hidden={phase === 'slow' || Boolean(card)}>
        <form
          className="main"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <div className="row g14">
            <Tile name={name} src={tool.logo_url} size="l" />
            <div className="grow">
              <h1>{open ? t('edit.reconnect', { tool: name }) : name}</h1>
              <p className="muted trunc">{subtitle(account) || t('edit.linked', { app: app.name })}</p>
            </div>
            {!open && <State status={account.linkwright.status} />}
          </div>
          <EndsSoon />
          {!told && account.linkwright.status !== 'active' && <StateNotice account={account} name={name} app={app.name} signed={signed} />}
          <Refusal
            told={told}
            error={error}
            fields={fields.map((field) => field.key)}
            action={error?.code === 'other_workspace' && (
              <Button size="sm" onClick={() => run(() => api.link(tool.integration_id, { ...before, ...changed }, true))}>{t('edit.as-new')}</Button>
            )}
          />
          {signed && (
            <SignInPanel signing={signing} name={name} label={t('sign.again')}>
              <p className="muted">{t('sign.again-text', { tool: name })}</p>
            </SignInPanel>
          )}
          {!signed && <Fields
            fields={fields}
            values={values}
            errors={told?.field ? { ...errors, [told.field]: told.text } : errors}
            hint={answer.linkwright.key_hint ? { name, ...answer.linkwright.key_hint } : null}
            firstRef={first}
            stored={stored}
            onChange={(key, value) => {
              setValues({ ...values, [key]: value })
              setErrors({})
              if (told) clear()
            }}
            onReplacing={(_, replacing) => setGuide(replacing)}
          />}
          {!signed && <div className="stack g10">
            <div className="row">
              <Button type="submit" variant="primary" size="big" className="grow" off={!dirty} busy={phase === 'busy' && t('edit.busy')}>{t(open ? 'edit.reconnect-go' : 'edit.save')}</Button>
              {onBack && <Button size="big" onClick={onBack}>{t('common.cancel')}</Button>}
            </div>
            {!dirty && <p className="hint mid">{t(open ? 'edit.paste' : 'edit.same')}</p>}
          </div>}
          <hr />
          <div className="row between wrap">
            <div className="grow least">
              <h2 className="h3">{t('disconnect.go', { tool: name })}</h2>
              <p className="hint">{t('disconnect.about', { app: app.name, tool: name })}</p>
            </div>
            <Button variant="danger" className="ctl32" onClick={() => setAsking(true)}>{t('disconnect.open')}</Button>
          </div>
        </form>
        <Facts id={id} account={account} answer={answer} guide={guide} onGuide={setGuide} open={open} />
      </div>
      <Disconnect open={asking} account={id} tool={name} workspace={account.linkwright.identity?.workspace?.name} onKeep={() => setAsking(false)} onGone={onGone} />
    </Frame>
  )
}

function StateNotice({ account, name, app, signed }: { account: AccountData; name: string; app: string; signed: boolean }) {
  const why = reasons(account)
  if (broken(account) && signed) return <Notice tone="bad" title={t('sign.refused', { tool: name, app })}>{together(why, t('sign.refused-text'))}</Notice>
  if (broken(account)) return <Notice tone="bad" title={t('edit.refused', { tool: name })}>{together(why, t('edit.refused-text', { app }))}</Notice>
  return <Notice tone="warn" title={t('edit.unused', { app })}>{why || t('edit.paused')}</Notice>
}

function Facts({ id, account, answer, guide, onGuide, open }: { id: string; account: AccountData; answer: ConnectorAnswer; guide: boolean; onGuide: (open: boolean) => void; open: boolean }) {
  const { identity, credential, rights } = account.linkwright
  const signed = answer.linkwright.method.sign_in === true
  const help = signed ? t('sign.guide', { tool: answer.config.name }) : t('guide.again')
  return (
    <section className="side" aria-labelledby="rights-title">
      {open && <GuideFold answer={answer} open={guide} onToggle={onGuide} title={help} />}
      {open && <hr />}
      <h2 id="rights-title">{t(signed ? 'sign.rights' : 'rights.title')}</h2>
      {rights.length > 0 ? <Rights rights={rights} /> : <p className="small muted">{t('rights.unknown')}</p>}
      {!open && <GuideFold answer={answer} open={guide} onToggle={onGuide} title={help} />}
      <hr />
      <dl className="facts">
        {identity?.workspace?.name && <div><dt>{t('common.workspace')}</dt><dd>{identity.workspace.name}</dd></div>}
        {identity?.teams && identity.teams.length > 0 && <div><dt>{t('common.teams')}</dt><dd><Teams teams={identity.teams} /></dd></div>}
        {identity?.person?.email && <div><dt>{t('edit.acts-as')}</dt><dd>{identity.person.email}</dd></div>}
        {credential && <div><dt>{t(signed ? 'sign.since' : 'edit.key-stored')}</dt><dd><Time at={credential.stored_at} /></dd></div>}
        <div><dt>{t('common.reference')}</dt><dd><CopyId id={id} /></dd></div>
      </dl>
    </section>
  )
}
