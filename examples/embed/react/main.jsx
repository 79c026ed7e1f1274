import { LinkwrightHub } from '@linkwright/hub/react'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'

function Integrations() {
  const [session, setSession] = useState(null)
  const [told, setTold] = useState('')
  useEffect(() => {
    fetch('/session', { method: 'POST' }).then((answer) => answer.json()).then(setSession)
  }, [])
  return (
    <main>
      <h1>Acme Planner</h1>
      {session && (
        <LinkwrightHub
          {...session}
          language="de"
          theme={{ mode: 'light', color: '#7a3cc2', corner: 2 }}
          onSuccess={(account) => setTold(`Linked ${account.provider}: ${account.id}`)}
          onError={(error) => setTold(`${error.code}: ${error.message}`)}
        />
      )}
      <p role="status">{told}</p>
    </main>
  )
}

createRoot(document.getElementById('app')).render(<Integrations />)
