"""What the answer to a REST request means, and what an action makes of it: kept fields, the next page, the result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from linkwright.connectors.compiled import Action, Connector, Page
from linkwright.connectors.refusals import walk
from linkwright.engine.plan import PlannedCall
from linkwright.engine.project import Projection, made
from linkwright.engine.proxied import ANY, whole
from linkwright.engine.reading import Answer, Failure
from linkwright.kit import jsons
from linkwright.outbound.transport import OutboundResponse

_BY_STATUS = {
    400: "invalid_input",
    401: "reconnect",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    422: "invalid_input",
    429: "rate_limited",
}
_LINK = re.compile(r'<([^>]*)>\s*((?:;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^",;\s]+)\s*)*)')
_REL = re.compile(r';\s*rel\s*=\s*"?([^";]*)', re.IGNORECASE)
SUCCESS = {"success": True}


def read_rest(connector: Connector, planned: PlannedCall, response: OutboundResponse) -> Answer:
    """Read an answer; never raises, whatever came."""
    body, readable = _parsed(response.body)
    each = connector.errors.each
    errors = walk(body, each) if each and isinstance(body, dict) else None
    if response.status >= 300:
        found = errors or (body if readable else response.body[:500].decode(errors="replace"))
        return Answer(None, tuple(_failure(connector, one, response.status) for one in _listed(found)))
    if errors:
        return Answer(None, tuple(_failure(connector, one, response.status) for one in _listed(errors)))
    request = planned.request
    if request is None or request.answer == "nothing":
        return Answer(None, (), response.headers)
    if request.answer == ANY:
        return Answer(whole(response.body, response.headers.get("content-type", "")), (), response.headers)
    if not readable:
        return Answer(None, (Failure("provider_error", "", response.body[:500].decode(errors="replace")),))
    return Answer(kept(body, request.shape), (), response.headers)


def _parsed(body: bytes) -> tuple[Any, bool]:
    try:
        return jsons.loads(body), True
    except ValueError:
        return None, False


def _listed(errors: Any) -> list[Any]:
    return (errors or [None]) if isinstance(errors, list) else [errors]


def _failure(connector: Connector, error: Any, status: int) -> Failure:
    """What one error means; where the table says nothing, the status does, and a redirect is never followed."""
    by_status = _BY_STATUS.get(status, "provider_error")
    if not isinstance(error, dict):
        outcome, message = connector.errors.read({}, status, by_status)
        # What is not JSON is a page for browsers; a sentence in an error list is for people.
        return Failure(outcome, message or (error[:300] if isinstance(error, str) and status < 300 else ""), error)
    outcome, message = connector.errors.read(error, status, by_status)
    return Failure(outcome, message, error, connector.errors.lacks(error, status))


def kept(value: Any, shape: Any) -> Any:
    """The parts of a value that its shape names; nothing that the provider sends beyond them reaches callers."""
    if shape is True:
        return value
    if isinstance(value, list):
        return [kept(one, shape) for one in value]
    if isinstance(value, dict):
        return {name: kept(value[name], inner) for name, inner in shape.items() if name in value}
    return value


def project_rest(action: Action, answer: Answer, variables: Mapping[str, Any]) -> Projection:
    """The result of an action in an answer without failures."""
    if action.request is None or action.request.answer == "nothing":
        return Projection(dict(SUCCESS))
    page = action.page
    if page is None:
        if not isinstance(answer.data, dict | list):
            return Projection(None, missing=True)
        result = made(action, answer.data)
        # A result is an object or a list; where the expression finds neither, the answer was another one.
        return Projection(
            result if isinstance(result, dict | list) else None, missing=not isinstance(result, dict | list)
        )
    items = walk(answer.data, page.items) if page.items else answer.data
    if not isinstance(items, list):
        return Projection(None, missing=True)
    return Projection(items, following(page, answer, items, variables))


def following(page: Page, answer: Answer, items: list[Any], variables: Mapping[str, Any]) -> str | None:
    """The cursor of the next page, None at the end."""
    if page.by == "link":
        return _cursor_in(_link(answer.headers.get("link", "")), page)
    data = answer.data
    if page.more and walk(data, page.more) is not True:
        return None
    if page.by == "cursor":
        found = walk(data, page.next)
        if found is None or found is False or found == "":
            return None
        text = found if isinstance(found, str) else str(found)
        return _cursor_in(text, page) if text.startswith(("http://", "https://", "/")) else text
    return _counted(page, data, items, variables)


def _counted(page: Page, data: Any, items: list[Any], variables: Mapping[str, Any]) -> str | None:
    """Pages by number or offset: whether there are more, and the number that leads there."""
    asked = walk(variables, page.sized) if page.sized else None
    size = asked if isinstance(asked, int) else page.size
    here = walk(variables, page.cursor)
    at = int(here) if isinstance(here, str | int) and str(here).isdigit() else page.first
    before = at if page.by == "offset" else (at - page.first) * (size or len(items))
    total, pages = walk(data, page.total) if page.total else None, walk(data, page.pages) if page.pages else None
    if isinstance(total, int):
        more = before + len(items) < total
    elif isinstance(pages, int):
        more = at - page.first + 1 < pages
    else:
        more = bool(page.more) or len(items) >= (size or 1)
    if not more or not items:
        return None
    return str(at + len(items)) if page.by == "offset" else str(at + 1)


def _link(header: str) -> str:
    """The address of the next page in a `Link` header (RFC 8288)."""
    for address, parameters in _LINK.findall(header):
        relations = _REL.search(parameters)
        if relations and "next" in relations[1].lower().split():
            return str(address)
    return ""


def _cursor_in(address: str, page: Page) -> str | None:
    """The value of the cursor's parameter in an address that the provider gave; the address itself is never called."""
    try:
        values = parse_qs(urlsplit(address).query).get(page.cursor[-1])
    except ValueError:
        return None
    return values[0] if values else None
