import type { McpClient } from '../api/types'

export const EXTENTS: Record<McpClient['extent'], string> = {
  read: 'Read',
  write: 'Read and write',
  all: 'Everything enabled',
}
