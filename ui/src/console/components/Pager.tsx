import { Button } from '../../kit'
import { count } from '../lib/format'

interface Props {
  page: number
  size: number
  shown: number
  total: number | null
  onPage: (page: number) => void
}

export function Pager({ page, size, shown, total, onPage }: Props) {
  const from = (page - 1) * size + 1
  const to = from + shown - 1
  const more = total === null ? shown === size : to < total
  if (shown === 0 && page === 1) return null
  const range = shown === 0 ? 'Past the end' : `${count(from)} to ${count(to)}${total === null ? '' : ` of ${count(total)}`}`
  return (
    <nav className="pager" aria-label="Pages">
      <span>{range}</span>
      {(page > 1 || more) && (
        <span className="row">
          <Button size="sm" off={page <= 1} onClick={() => onPage(page - 1)}>
            Previous
          </Button>
          <Button size="sm" off={!more} onClick={() => onPage(page + 1)}>
            Next
          </Button>
        </span>
      )}
    </nav>
  )
}
