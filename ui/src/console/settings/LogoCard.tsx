import { type ChangeEvent, type FormEvent, useRef, useState } from 'react'
import { Button, TextField, Tile, useToast } from '../../kit'
import { project as calls } from '../api/calls'
import type { LogoTheme, ProjectSettings } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { here } from './brand'

interface Props {
  saved: ProjectSettings
  mayChange: boolean
  onChanged: (next: ProjectSettings) => void
}

const ABOUT: Record<LogoTheme, { title: string; hint: string; field: 'logo_url' | 'logo_dark_url' }> = {
  light: { title: 'Logo', hint: 'Shown at the top of the Hub. Square pictures look best.', field: 'logo_url' },
  dark: { title: 'Logo in the dark theme', hint: 'Without one, the other logo is shown.', field: 'logo_dark_url' },
}

/** The logos: each is stored, or taken away, at once. */
export function LogoCard({ saved, mayChange, onChanged }: Props) {
  return (
    <section className="card" aria-labelledby="logoh">
      <div className="hd">
        <h2 id="logoh" className="h3">
          Logo
        </h2>
      </div>
      <div className="bd stack g16">
        <p className="muted">
          PNG, JPEG, WebP or SVG, at most 256 kB. We keep the picture and serve it ourselves; an address is called once.
        </p>
        {(['light', 'dark'] as const).map((theme) => (
          <LogoField key={theme} theme={theme} saved={saved} mayChange={mayChange} onChanged={onChanged} />
        ))}
      </div>
    </section>
  )
}

function LogoField({ theme, saved, mayChange, onChanged }: Props & { theme: LogoTheme }) {
  const { api } = useSession()
  const toast = useToast()
  const { title, hint, field } = ABOUT[theme]
  const file = useRef<HTMLInputElement>(null)
  const [address, setAddress] = useState<string | null>(null)
  const logo = here(saved[field])
  const upload = useDeed(async (chosen: File) => onChanged(await calls.putLogo(api, theme, chosen)))
  const save = useDeed(async (url: string | null) => onChanged(await calls.save(api, { [field]: url })))

  async function chosen(event: ChangeEvent<HTMLInputElement>) {
    const picked = event.target.files?.[0]
    event.target.value = ''
    save.clear()
    if (picked && (await upload.run(picked))) toast('Logo saved')
  }

  async function fetchIt(event: FormEvent) {
    event.preventDefault()
    upload.clear()
    if (address?.trim() && (await save.run(address.trim()))) {
      setAddress(null)
      toast('Logo saved')
    }
  }

  return (
    <div className="logofield">
      <span className={`logobox ${theme}`}>
        <Tile key={logo} name={saved.app_name ?? ''} src={logo} size="l" letters={1} />
      </span>
      <div className="stack">
        <b>{title}</b>
        <span className="small muted">{hint}</span>
        {mayChange && (
          <div className="row wrap">
            <input ref={file} type="file" hidden accept="image/png,image/jpeg,image/webp,image/svg+xml" aria-label={`${title}: file`} onChange={(event) => void chosen(event)} />
            <Button size="sm" busy={upload.busy && 'Saving'} aria-label={`${title}: choose a file`} onClick={() => file.current?.click()}>
              Choose a file
            </Button>
            <Button size="sm" variant="quiet" aria-label={`${title}: take it from an address`} aria-expanded={address !== null} onClick={() => setAddress(address === null ? '' : null)}>
              From an address
            </Button>
            {logo && (
              <Button size="sm" variant="quiet" aria-label={`${title}: remove`} onClick={() => void save.run(null)}>
                Remove
              </Button>
            )}
          </div>
        )}
        {address !== null && (
          <form className="row wrap logofrom" onSubmit={(event) => void fetchIt(event)} noValidate>
            <TextField
              label="Address of the picture"
              className="grow"
              inputMode="url"
              placeholder="https://example.com/logo.svg"
              value={address}
              error={save.error?.message}
              hint={save.error?.hint}
              onChange={(event) => setAddress(event.target.value)}
            />
            <Button type="submit" busy={save.busy && 'Fetching'}>
              Fetch it
            </Button>
          </form>
        )}
        <Failure error={upload.error} what="The logo was not saved" />
        {address === null && <Failure error={save.error} what="The logo was not removed" />}
      </div>
    </div>
  )
}
