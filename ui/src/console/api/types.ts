/** Shapes on the wire, as far as the console reads them. */
import type { ActionDetails } from '../tester/schema'
import type { components } from './openapi'

export interface Member {
  id: string
  name: string
  email: string
  role: string
}

export interface ProjectRef {
  id: string
  name: string
  app_name: string | null
  /** Where its public addresses begin. */
  address: string
}

export interface Me {
  member: Member
  /** What the role may; the rest is not shown. */
  rights: string[]
  organization: { id: string; name: string }
  projects: ProjectRef[]
  csrf_token: string
  version: string
  public_url: string
}

export type AccountStatus = 'active' | 'inactive' | 'suspended' | 'archived' | 'expired' | 'error'
export type AccountType = 'production' | 'test'

export interface StatusReason {
  code: string
  description: string
  timestamp: string
}

/** A right that the project's actions need: proven, shown on first use, or missing. */
export interface Right {
  scope: string
  about: string
  /** The provider's own word: "Read". */
  permission: string
  state: 'proven' | 'on_first_use' | 'missing'
  source: 'linking' | 'grant' | 'call' | 'check' | null
  /** How we know. */
  detail: string | null
  at: string | null
}

export interface Identity {
  person?: { id?: string; name?: string | null; email?: string | null } | null
  workspace?: { id?: string; name?: string | null; url_key?: string | null } | null
  teams?: { id?: string; key?: string | null; name?: string | null }[] | null
}

/** Whether the credential works, as far as anybody looked. */
export interface Check {
  outcome: 'working' | 'refused' | 'another' | 'unreachable' | 'postponed' | null
  detail: string | null
  checked_at: string | null
  asked_at: string | null
  next_at: string | null
}

/** What was destroyed with an account. */
export interface Receipt {
  destroyed_fields: string[]
  deleted_at: string
  deleted_by_name: string
  revocation: 'revoked' | 'not_supported' | 'failed'
  revocation_detail: string
}

export interface AccountExtra {
  upstream?: 'live' | 'twin' | null
  auth_method?: { key: string; label: string } | null
  profile?: { id: string; name: string } | null
  identity?: Identity | null
  credential?: { last4?: string | null } | null
  rights?: Right[] | null
  check?: Check | null
  /** Null for what the project says. */
  screening?: Screening | null
  receipt?: Receipt | null
}

/** What is done about text that is meant for a model. */
export type Screening = 'off' | 'annotate' | 'block'

export interface Account {
  id: string
  provider: string
  provider_name: string | null
  origin_owner_id: string
  origin_owner_name: string
  origin_username: string | null
  label: string | null
  status: AccountStatus
  status_reasons: StatusReason[] | null
  type: AccountType | null
  created_at: string
  updated_at: string
  linkwright?: AccountExtra | null
}

export type ErasureReceipt = components['schemas']['Receipt']
export type ErasedAccount = components['schemas']['ErasedAccount']

export interface ConnectorMeta {
  provider: string
  provider_name: string
  category: string | null
  active: boolean | null
  resources?: { images?: { logo_url?: string | null } | null } | null
  linkwright?: {
    version: string
    stage: string | null
    description: string | null
    docs_url: string | null
    actions: number
    auth_methods?: { key: string; label: string; sign_in: boolean }[]
  } | null
}

export interface CatalogueAction {
  id: string
  label: string
  description: string
  /** What it acts on, then its effect. */
  tags: string[]
  required_scopes: string[]
  linkwright: {
    effect: 'read' | 'write' | 'destroy'
    enabled: boolean
    paged: boolean
    /** Of an account: whether its credential has what the action needs, and what it lacks. */
    runnable?: boolean
    reason?: string | null
  }
  action_details?: ActionDetails | null
}

export interface Profile {
  id: string
  name: string
  connector_key: string
  connector_label: string
  active: boolean
  default: boolean
  logo_url: string
  connector_version: string | null
  authentication_config_label: string
}

export type Preset = 'read' | 'core' | 'all'

export interface ProfileDetail extends Profile {
  /** The pin: `latest`, `1.x.x`, `1.2.x` or a version. */
  version: string
  /** Whether calls beside the actions may be made: what was said, and what follows. */
  proxy: boolean | 'by_actions'
  proxy_on: boolean
  actions: Preset | string[]
  enabled_actions: string[]
  /** The actions of each preset. */
  presets: Record<Preset, string[]>
  scopes: string[]
  /** The project's own app at the provider; null where the way of linking needs none. */
  app: {
    client_id: string | null
    client_secret: string | null
    ready: boolean
    missing: string[]
    redirect_url: string | null
    guide_html: string
    guide_url: string | null
  } | null
  setup: { key: string; label: string; about: string; options: { value: string; label: string }[]; value: string }[]
  asked: ProfileScope[]
  all_scopes: ProfileScope[]
  more_scopes: string[]
}

export interface ProfileScope {
  scope: string
  about: string
  permission: string
}

/** A version of a connector that the project has published itself. */
export interface PublishedVersion {
  version: string
  withdrawn_at: string | null
}

export type ProfileWish = components['schemas']['ProfileWish']

export type ProfileChange = components['schemas']['ProfileChange']

export type SessionWanted = components['schemas']['SessionRequest']

export interface ConnectSession {
  id: number | string
  token: string
  auth_link_url: string
  linkwright?: { id?: string; expires_at?: string | null } | null
}

/** A session as the list tells it: without its secrets. */
export interface ListedSession {
  id: number | string
  origin_owner_id: string
  origin_owner_name: string
  label: string | null
  provider: string | null
  type: AccountType | null
  multiple: boolean
  created_at: string
  linkwright: {
    id: string
    state: 'open' | 'used' | 'expired' | 'revoked'
    created_by: { kind: string; id: string; name: string | null }
    expires_at: string
    revoked_at: string | null
    used_at: string | null
    linked_account_id: string | null
  }
}

export interface RunError {
  code: string
  message: string
  hint: string | null
  missing_scopes?: string[]
}

export interface RunExtra {
  run_id?: string
  owner_name?: string | null
  error?: RunError | null
  own_ms?: number | null
  upstream_ms?: number | null
  upstream_calls?: number | null
  effect?: string | null
  arguments?: unknown
  result_excerpt?: unknown
  result_bytes?: number | null
  warnings?: string[] | null
  /** The earlier run whose recorded answer was given. */
  replays?: string | null
  /** The earlier run that a member had run again. */
  rerun_of?: string | null
  /** Whether what was said is there, and whose the hub keeps. */
  bodies?: { kept: boolean; keeps: 'none' | 'failures' | 'all' } | null
  can_rerun?: boolean
  stages?: Stage[] | null
}

/** One record of the audit. */
export type AuditRecord = components['schemas']['Record']

export interface Run {
  request_id: string
  event_datetime: string
  start_time: string | null
  end_time: string | null
  account_id: string | null
  http_method: string | null
  path: string | null
  url: string | null
  status: number | null
  duration: number | null
  success: boolean | null
  provider: string | null
  action: string | null
  source_type: string | null
  source_value: string | null
  source_id?: string | null
  linkwright?: RunExtra | null
}

export interface Stage {
  name: string
  started_ms: number
  duration_ms: number
}

export interface StepExtra {
  operation?: string | null
  document?: string | null
  variables?: unknown
  response_excerpt?: string | null
  response_bytes?: number | null
  limits?: Record<string, unknown> | null
  started_ms?: number | null
  duration_ms?: number | null
  status?: number | null
  error?: string | null
}

export interface Step {
  http_method?: string | null
  method?: string | null
  url?: string | null
  path?: string | null
  status?: number | null
  duration?: number | null
  linkwright?: StepExtra | null
}

export interface RunDetail extends Run {
  step_requests?: Step[] | null
  request?: { method?: string | null; url?: unknown; body?: unknown } | null
  response?: { status_code?: number | null; body?: unknown } | null
}

export interface RunPage {
  next: string | null
  data: Run[]
}

/** What a member has let an MCP client do. */
export type McpClient = components['schemas']['ClientView']

export type ApiKey = components['schemas']['KeyView']

export type NewApiKey = components['schemas']['NewKeyView']

export type WebhookEndpoint = components['schemas']['EndpointView']

export type NewWebhookEndpoint = components['schemas']['NewEndpointView']

export type EndpointSummary = components['schemas']['SummaryView']

export type EventType = components['schemas']['EventTypeView']

export type Delivery = components['schemas']['DeliveryView']

export type ProviderEvents = components['schemas']['SubscriptionView']

export type DeliveryAttempt = components['schemas']['AttemptView']

export type LogoTheme = 'light' | 'dark'

/** What a project may say of itself. */
export interface Brand {
  app_name: string | null
  home_url: string | null
  support_url: string | null
  terms_url: string | null
  privacy_url: string | null
  hide_brand: boolean
  color: string | null
  color_dark: string | null
  corner: number | null
  mode: 'auto' | 'light' | 'dark'
  logo_url: string | null
  logo_dark_url: string | null
  /** The project's own address; null where it is reached at the hub's. */
  public_url: string | null
}

/** How answers are given. */
export interface AnswerSettings {
  screening: Screening
  rest_max_tokens: number | null
  mcp_max_tokens: number | null
}

export type BrandChange = Partial<Brand & AnswerSettings>

export interface ProjectSettings extends Brand, AnswerSettings {
  id: string
  name: string
  /** Where its links begin. */
  address: string
  /** What the guard did to its colours, in sentences. */
  findings: string[]
}

/** Answers that the hub's own description leaves open, by method and path; everything else about calls comes from there. */
export interface Answers {
  'get /console/api/me': Me
  'get /project': ProjectSettings
  'patch /project': ProjectSettings
  'get /accounts': Account[]
  'get /accounts/{account_id}': Account
  'delete /accounts/{account_id}': Account
  'patch /accounts/{account_id}': Account
  'post /accounts/{account_id}/suspend': Account
  'post /accounts/{account_id}/resume': Account
  'post /accounts/{account_id}/convert': Account
  'get /connect_sessions': ListedSession[]
  'post /accounts/{account_id}/check': Account
  'post /accounts/{account_id}/reconnect_link': { url: string; expires_at: string }
  'post /connect_sessions': ConnectSession
  'get /auth_configs': { data: Profile[] }
  'get /connector_profiles/{profile_id}': ProfileDetail
  'patch /connector_profiles/{profile_id}': ProfileDetail
  'post /connector_profiles': ProfileDetail
  'get /connectors/{key}/versions': { data: PublishedVersion[] }
  'get /connectors/meta': ConnectorMeta[]
  'get /connectors/meta/{provider}': ConnectorMeta
  'get /actions': { data: { actions: CatalogueAction[] }[] }
  'get /requests/logs': RunPage
  'post /actions/search': { results: { action_name: string }[] }
  'post /webhook_endpoints': NewWebhookEndpoint
  'post /webhook_endpoints/{endpoint_id}/test': Delivery
  'get /requests/logs/{run_id}': RunDetail
}

export type TeamMember = components['schemas']['MemberView']
export type Invitation = components['schemas']['InvitationView']
export type NewInvitation = components['schemas']['NewInvitationView']
export type ConsoleSession = components['schemas']['ConsoleSessionView']
export type TwoStep = components['schemas']['TwoStepView']
export type TwoStepBeginning = components['schemas']['TwoStepBeginning']
export type ClaimInfo = components['schemas']['ClaimView']
export type SignInStage = components['schemas']['EnteredView']['stage']
export type Networks = components['schemas']['NetworksView']
export type SignInSettings = components['schemas']['SignInSettingsView']
export type Approval = components['schemas']['ApprovalView']
export type ApprovalLink = components['schemas']['LinkView']
export type WhatIf = components['schemas']['WhatIfView']
export type Explained = components['schemas']['ExplainView']
