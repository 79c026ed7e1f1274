import { CopyButton, Notice, Select } from '../../kit'
import { accounts } from '../api/calls'
import { Code } from '../components/Code'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { Tabs } from '../components/Tabs'
import { useLoad } from '../lib/load'
import { Link, setQuery, usePlace } from '../lib/router'
import { useSession } from '../session/context'
import { CLIENTS } from './snippets'

const MOST = 100

function useChoice(chosen: string) {
  const { api } = useSession()
  const list = useLoad('accounts for agents', (signal) => accounts.list(api, { page_size: MOST }, signal))
  const all = list.data?.data ?? []
  const account = chosen !== '' ? chosen : (all.find((one) => one.status === 'active')?.id ?? '')
  const options = all.map((one) => ({
    value: one.id,
    label: `${one.origin_owner_name}, ${one.provider_name ?? one.provider} (${one.id})`,
  }))
  if (account !== '' && !options.some((option) => option.value === account)) options.unshift({ value: account, label: account })
  return { list, account, options, found: all.find((one) => one.id === account) }
}

export function AgentsPage() {
  const { me } = useSession()
  const { query } = usePlace()
  const { list, account, options, found } = useChoice(query.get('account') ?? '')
  const address = `${me.public_url}/mcp`
  const target = { base: me.public_url, account, key: '' }
  return (
    <>
      <PageHead title="Connect an agent" />
      <div className="pbody narrowbody">
        <Failure error={list.error} what="Could not load accounts" retry={list.reload} />
        <section className="card" aria-labelledby="whereh">
          <div className="hd">
            <h2 id="whereh" className="h3">
              Where it connects
            </h2>
          </div>
          <div className="bd stack roomy">
            <div className="field">
              <span className="lab">MCP address</span>
              <div className="input ro">
                <span className="val mono trunc">{address}</span>
                <CopyButton text={address} label="Copy MCP address" />
              </div>
            </div>
            {options.length > 0 ? (
              <Select
                label="Account it acts on"
                options={options}
                value={account}
                hint="An agent sees the tools of this account, and acts as the person who linked it."
                onChange={(event) => setQuery({ account: event.target.value })}
              />
            ) : (
              list.data && (
                <Notice tone="info" title="No account is linked yet.">
                  <>
                    The examples hold a placeholder until there is one. <Link to="/console/accounts">Link an account</Link>
                  </>
                </Notice>
              )
            )}
            {found && found.status !== 'active' && (
              <Notice tone="warn" title="This account does not work at the moment.">
                <>
                  Its calls are refused. <Link to={`/console/accounts/${encodeURIComponent(found.id)}`}>See why</Link>
                </>
              </Notice>
            )}
          </div>
        </section>
        <section className="card" aria-labelledby="clienth">
          <h2 id="clienth" className="sr">
            Set up a client
          </h2>
          <Tabs
            label="Client"
            value={query.get('client') ?? 'claude-code'}
            onChange={(client) => setQuery({ client })}
            tabs={CLIENTS.map((client) => ({
              key: client.key,
              label: client.label,
              content: () => (
                <div className="stack roomy">
                  <p className="muted">{client.where}</p>
                  <Code text={client.make(target)} copyLabel={`Copy the ${client.label} setup`} />
                  <p className="small muted">
                    The key needs the preset Actions. <Link to="/console/keys">Make one under API keys</Link>
                    {client.key === 'chatgpt' ? '. It never belongs into an address.' : ', then put it in place of the placeholder.'}
                  </p>
                </div>
              ),
            }))}
          />
        </section>
      </div>
    </>
  )
}
