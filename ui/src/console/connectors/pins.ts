/** Which pins may be chosen for a connector with these versions. */
export interface PinOption {
  value: string
  label: string
}

/** The newest of everything first, then whole lines of versions, then single ones; `now` is always among them. */
export function pinOptions(versions: readonly string[], now: string): PinOption[] {
  const parts = versions.map((version) => version.split('.'))
  const lines = [...new Set(parts.map(([major]) => `${major}.x.x`)), ...new Set(parts.map(([major, minor]) => `${major}.${minor}.x`))]
  const options: PinOption[] = [
    { value: 'latest', label: 'Always the latest' },
    ...lines.map((line) => ({ value: line, label: `The latest ${line.replaceAll('.x', '')}` })),
    ...versions.map((version) => ({ value: version, label: `Only ${version}` })),
  ]
  return options.some((one) => one.value === now) ? options : [...options, { value: now, label: now }]
}
