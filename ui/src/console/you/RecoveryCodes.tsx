import { Button, Notice } from '../../kit'

/** Recovery codes, this once. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  function save() {
    const text = `Recovery codes of Linkwright at ${window.location.host}\nEach works once.\n\n${codes.join('\n')}\n`
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    const link = document.createElement('a')
    link.href = address
    link.download = 'linkwright-recovery-codes.txt'
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <div className="stack">
      <Notice tone="warn" title="These show only now.">
        Keep them where you find them without your phone. Each lets you in once in place of a code.
      </Notice>
      <ul className="codes mono" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div>
        <Button icon="download" size="sm" onClick={save}>
          Save as a file
        </Button>
      </div>
    </div>
  )
}
