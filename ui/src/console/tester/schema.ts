/** What a form needs to know of an action's inputs, from their JSON Schema. */
export interface Schema {
  type?: string | string[]
  description?: string
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  format?: string
  default?: unknown
  minimum?: number
  maximum?: number
}

export interface Input {
  name: string
  in: string
  required: boolean
  nullable: boolean
  schema: Schema
}

/** What `include=action_details` tells. */
export interface ActionDetails {
  effect: 'read' | 'write' | 'destroy'
  inputs: Input[]
  input_schema: Schema
}

export type Kind = 'text' | 'long' | 'date' | 'moment' | 'number' | 'whole' | 'flag' | 'choice' | 'texts' | 'choices' | 'list' | 'object' | 'file' | 'json'

const LONG = /description|body|content|document|comment|markdown|text$/i

/** The one that is meant, of a union with null. Other unions have no form, only JSON. */
export function plain(schema: Schema): Schema {
  const ways = (schema.anyOf ?? schema.oneOf)?.filter((way) => way.type !== 'null')
  if (ways?.length === 1 && ways[0]) return { description: schema.description, ...ways[0] }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null')
    if (types.length === 1 && types[0]) return { ...schema, type: types[0] }
  }
  return schema
}

function isFile(schema: Schema): boolean {
  const parts = schema.properties ?? {}
  return 'name' in parts && 'base64' in parts && 'text' in parts
}

function ofText(schema: Schema, name: string): Kind {
  if (schema.format === 'date' || /(^|\b)YYYY-MM-DD\b/.test(schema.description ?? '')) return 'date'
  if (schema.format === 'date-time') return 'moment'
  return LONG.test(name) ? 'long' : 'text'
}

function ofList(schema: Schema): Kind {
  const item = schema.items ? plain(schema.items) : undefined
  if (item?.enum) return 'choices'
  if (item?.type === 'string') return 'texts'
  return item && kindOf(item, '') !== 'json' ? 'list' : 'json'
}

/** Which control an input gets. */
export function kindOf(given: Schema, name: string): Kind {
  const schema = plain(given)
  if (schema.anyOf ?? schema.oneOf) return 'json'
  if (schema.enum) return 'choice'
  switch (schema.type) {
    case 'string':
      return ofText(schema, name)
    case 'integer':
      return 'whole'
    case 'number':
      return 'number'
    case 'boolean':
      return 'flag'
    case 'array':
      return ofList(schema)
    case 'object':
      if (isFile(schema)) return 'file'
      return Object.keys(schema.properties ?? {}).length > 0 ? 'object' : 'json'
    default:
      return 'json'
  }
}

/** The inputs with what the nested schema says of them, required ones first. */
export function inputsOf(details: ActionDetails): Input[] {
  const shown = (input: Input): Schema => {
    const place = details.input_schema.properties?.[input.in]?.properties?.[input.name]
    return { ...input.schema, ...place }
  }
  const all = details.inputs.map((input) => ({ ...input, schema: shown(input) }))
  return [...all.filter((input) => input.required), ...all.filter((input) => !input.required)]
}
