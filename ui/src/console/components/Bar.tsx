/** A bar whose place and length are data: handed to the stylesheet as `--a` and `--b`, in per cent. */
export function Bar({ className, from = 0, length }: { className: string; from?: number; length: number }) {
  return (
    <span
      className={className}
      aria-hidden="true"
      ref={(node) => {
        node?.style.setProperty('--a', String(from))
        node?.style.setProperty('--b', String(Math.max(0, length)))
      }}
    />
  )
}
