/** The console's entry. */
import '../kit/kit.css'
import '../kit/work.css'
import '../kit/console.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/dialogs.css'
import './styles/tree.css'
import './styles/views.css'
import './styles/runs.css'
import './styles/audit.css'
import './styles/owners.css'
import './styles/tester.css'
import './styles/connectors.css'
import './styles/settings.css'
import './styles/webhooks.css'
import './styles/policy.css'
import './styles/narrow.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { takeClaimToken } from './auth/claimToken'
import { applyTheme, storedTheme } from './lib/theme'

applyTheme(storedTheme())
const claimToken = takeClaimToken()
const host = document.getElementById('console')
if (host === null) throw new Error('The page has no element with the id "console".')
createRoot(host).render(
  <StrictMode>
    <App claimToken={claimToken} />
  </StrictMode>,
)
