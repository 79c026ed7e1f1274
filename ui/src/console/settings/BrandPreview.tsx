import { Icon, Mark, Tile } from '../../kit'
import { guard } from '../../kit/contrast'
import type { ProjectSettings } from '../api/types'
import { type BrandForm, here } from './brand'
import { isColor } from './contrast'

interface Props {
  mode: 'light' | 'dark'
  form: BrandForm
  saved: ProjectSettings
}

/** What the brand sets in one theme, by custom property; undefined leaves ours. */
function roles(mode: 'light' | 'dark', form: BrandForm): Record<string, string | undefined> {
  const dark = mode === 'dark' && isColor(form.color_dark.trim()) ? form.color_dark : form.color
  const safe = isColor(dark.trim()) ? guard(dark.trim(), mode) : null
  const { corner } = form
  const px = (size: number) => (corner === null ? undefined : `${Math.round(size)}px`)
  return {
    '--fill': safe?.fill,
    '--on-fill': safe?.onFill,
    '--accent': safe?.accent,
    '--accent-soft': safe?.accentSoft,
    '--r-2': px(corner ?? 0),
    '--r-3': px((corner ?? 0) * 1.5),
    '--r-4': px((corner ?? 0) * 2),
  }
}

/** How the Hub will look in one theme. A picture: nothing in it can be operated. */
export function BrandPreview({ mode, form, saved }: Props) {
  const name = form.app_name.trim() || 'Your app'
  const [light, dark] = [here(saved.logo_url), here(saved.logo_dark_url)]
  const logo = mode === 'dark' ? (dark ?? light) : (light ?? dark)
  const links = [
    form.privacy_url.trim() && 'Privacy',
    form.terms_url.trim() && 'Terms',
    form.support_url.trim() && 'Help',
  ].filter(Boolean)
  return (
    <figure
      className={`brandview ${mode}`}
      aria-label={`Preview of the Hub, ${mode} theme`}
      ref={(node) => {
        for (const [role, value] of Object.entries(roles(mode, form))) {
          if (value === undefined) node?.style.removeProperty(role)
          else node?.style.setProperty(role, value)
        }
      }}
    >
      <div className="bv-top">
        <Tile key={logo} name={name} src={logo} letters={1} />
        <b className="trunc">{name}</b>
      </div>
      <div className="bv-main">
        <b>Connect Linear</b>
        <div className="bv-key">
          <span className="bv-lab">API key</span>
          <span className="bv-link">Where is it?</span>
          <span className="bv-box">lin_api_…</span>
        </div>
        <span className="bv-ask">
          <Icon name="check" size="s" />
          <span>{name} asks to see issues, projects and teams</span>
        </span>
        <span className="btn primary">Connect</span>
      </div>
      <div className="bv-foot">
        <Icon name="lock" size="s" />
        <span className="grow">Stored encrypted</span>
        {links.map((link) => (
          <span key={link as string}>{link}</span>
        ))}
        {!form.hide_brand && (
          <span className="brand">
            <Mark />
            Linkwright
          </span>
        )}
      </div>
    </figure>
  )
}
