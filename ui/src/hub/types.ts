/** What the server tells the Hub, as far as the Hub reads it. Fields under `linkwright` are ours; the rest is the published protocol. */

/** The app whose Hub this is. Logos are paths at our own address. */
export interface App {
  name: string
  logo_url: string | null
  logo_dark_url?: string | null
  home_url?: string | null
  support_url: string | null
  terms_url?: string | null
  privacy_url: string | null
  hide_brand: boolean
  color: string | null
  color_dark?: string | null
  corner?: number | null
  mode?: 'auto' | 'light' | 'dark'
}

export interface Settings {
  enabled_features: string[]
  existing_account_id?: string | null
  linkwright: {
    app: App
    session: { origin_owner_name: string; type: 'production' | 'test' | null; provider: string | null; expires_at: string; multiple: boolean }
    connected: ConnectedAccount[]
    return_url: string | null
  }
}

export interface ConnectedAccount {
  account_id: string
  provider: string
  status: AccountStatus
  workspace: string | null
}

export type AccountStatus = 'active' | 'inactive' | 'suspended' | 'archived' | 'expired' | 'error'

export interface Integration {
  active: boolean
  name: string
  provider: string
  type: string
  version: string
  integration_id: string
  logo_url?: string | null
  linkwright?: { description?: string | null; categories?: string[] }
}

export interface ConfigField {
  key: string
  type: 'text' | 'password' | 'number' | 'select' | 'text_area'
  label: string
  required: boolean
  readOnly?: boolean
  secret?: boolean
  placeholder?: string
  value?: string | number
  options?: { label: string; value: string }[]
  description?: string
  validation?: { type: string; pattern?: string; error?: string }
  display?: boolean
}

export interface Ask {
  scope: string
  about: string
  permission: string
}

export interface ConnectorAnswer {
  config: { key: string; name: string; type: string; configFields: ConfigField[]; assets?: { icon?: string }; support?: { link?: string | null } }
  linkwright: {
    /** `sign_in`: a person says yes in a window of the provider, and no form is sent. */
    method: { key: string; label: string; sign_in?: boolean }
    settings_url: string | null
    guide_html: string
    guide_url: string | null
    asks: Ask[]
    not_used: string | null
    key_hint: { prefix?: string | null; length?: number | null } | null
    test_credentials: Record<string, string> | null
    /** A test account is made, at a stand-in. */
    test?: boolean
    status_url?: string | null
  }
}

export interface Identity {
  person?: { name?: string | null; email?: string | null } | null
  workspace?: { name?: string | null; url_key?: string | null } | null
  teams?: { key?: string | null; name: string }[]
}

export interface Right {
  scope: string
  about: string
  state: 'proven' | 'on_first_use' | 'missing'
  detail?: string | null
}

export interface Linked {
  id: string
  provider: string
  linkwright: { identity: Identity; credential: { last4: string }; rights: Right[]; updated: boolean }
}

export interface AccountData {
  provider: string
  integrationId: string
  setupInformation?: Record<string, string>
  secrets?: Record<string, string>
  linkwright: {
    status: AccountStatus
    status_reasons: (string | { code?: string; message?: string; text?: string })[]
    identity: Identity | null
    rights: Right[]
    credential: { last4: string; stored_at: string } | null
  }
}

export interface SignInBegun {
  url: string
  connection_attempt_id: string
  expires_in: number
}

export interface Attempt {
  status: 'pending' | 'authenticated' | 'error' | 'cancelled' | 'expired'
  account: { id: string } | null
  error: { code: string; description: string } | null
}

export type Credentials = Record<string, string>
