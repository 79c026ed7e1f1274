import { useMemo } from 'react'
import { catalogue } from '../api/calls'
import type { ConnectorMeta } from '../api/types'
import { useSession } from '../session/context'
import { useLoad } from './load'

/** A file that we serve, at the address that this page came from: of other addresses the console shows no pictures. */
export function sameOrigin(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

export function logoOf(connector: ConnectorMeta): string | null {
  const logo = connector.resources?.images?.logo_url
  return logo ? sameOrigin(logo) : null
}

export interface Connectors {
  all: ConnectorMeta[]
  /** Address of the logo by connector key. */
  logos: Map<string, string>
  nameOf: (key: string | null) => string
}

/** What connectors there are: their names and logos. Screens do without while it loads, or if it fails. */
export function useConnectors(): Connectors {
  const { api } = useSession()
  const loaded = useLoad('connectors', (signal) => catalogue.connectors(api, signal))
  return useMemo(() => {
    const all = loaded.data ?? []
    const logos = new Map<string, string>()
    for (const one of all) {
      const logo = logoOf(one)
      if (logo) logos.set(one.provider, logo)
    }
    const nameOf = (key: string | null) => {
      if (key === null || key === '') return 'the provider'
      return all.find((one) => one.provider === key)?.provider_name ?? key.charAt(0).toUpperCase() + key.slice(1)
    }
    return { all, logos, nameOf }
  }, [loaded.data])
}
