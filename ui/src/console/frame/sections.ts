import type { IconName } from '../../kit'

export interface Section {
  name: string
  path: string
  icon: IconName
  /** The second key after `G`. */
  letter: string
  group: 'work' | 'project' | 'organization'
  /** The right without which it is not shown. */
  needs?: string
}

/** What the navigation holds: only what is there. */
export const SECTIONS: readonly Section[] = [
  { name: 'Accounts', path: '/console/accounts', icon: 'link', letter: 'a', group: 'work' },
  { name: 'Connect sessions', path: '/console/sessions', icon: 'clock', letter: 'o', group: 'work' },
  { name: 'Connectors', path: '/console/connectors', icon: 'plug', letter: 'c', group: 'work' },
  { name: 'Runs', path: '/console/runs', icon: 'list', letter: 'r', group: 'work' },
  { name: 'Approvals', path: '/console/approvals', icon: 'check', letter: 'p', group: 'work' },
  { name: 'Request tester', path: '/console/tester', icon: 'sliders', letter: 't', group: 'work' },
  { name: 'Connect an agent', path: '/console/agents', icon: 'bolt', letter: 'm', group: 'work' },
  { name: 'Webhooks', path: '/console/webhooks', icon: 'send', letter: 'w', group: 'work' },
  { name: 'API keys', path: '/console/keys', icon: 'key', letter: 'k', group: 'project' },
  { name: 'Usage', path: '/console/usage', icon: 'bars', letter: 'u', group: 'project' },
  { name: 'Connected clients', path: '/console/clients', icon: 'shield', letter: 'l', group: 'project' },
  { name: 'Policy', path: '/console/policy', icon: 'lock', letter: 'y', group: 'project' },
  { name: 'Audit', path: '/console/audit', icon: 'book', letter: 'd', group: 'project' },
  { name: 'Owners’ data', path: '/console/owners', icon: 'user', letter: 'n', group: 'project', needs: 'settings:write' },
  { name: 'Settings', path: '/console/settings', icon: 'gear', letter: 's', group: 'project' },
  { name: 'Members', path: '/console/members', icon: 'people', letter: 'e', group: 'organization', needs: 'members:read' },
  { name: 'Sign-in', path: '/console/sign-in-settings', icon: 'lock', letter: 'i', group: 'organization', needs: 'sign-in:write' },
]

export function isWithin(path: string, section: Section): boolean {
  return path === section.path || path.startsWith(`${section.path}/`)
}
