"""From values by place to the exact REST request. Pure, as `plan` is: a dry run and a test see the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from linkwright.connectors.compiled import Request
from linkwright.engine.errors import AddressBlocked, InvalidArguments
from linkwright.engine.files import MOST_DOWNLOAD_BYTES, Upload
from linkwright.engine.plan import PlannedCall
from linkwright.kit import jsons
from linkwright.outbound.transport import MAX_ANSWER_BYTES

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def planned_request(
    connector: str,
    action: str,
    effect: str,
    request: Request,
    variables: Mapping[str, Any],
    *,
    address: str = "",
    headers: Mapping[str, str] | None = None,
    auth: bool = True,
) -> PlannedCall:
    """The request with its values in place: `variables` holds `path`, `query`, `header` and `body`, as they are needed.

    `address` replaces the request's own; `headers` are sent beside those of the values; without `auth` no credential
    goes along.

    Raises:
        InvalidArguments: a value cannot stand where it belongs.
        AddressBlocked: the given address is none of https.
    """
    url, host = (address, _host(address)) if address else (_path(request, variables.get("path", {})), request.host)
    pairs = list(_pairs(request, variables.get("query", {})))
    if pairs:
        url += ("&" if "?" in url else "?") + urlencode(pairs, quote_via=quote)
    sent = {name: _header(name, value) for name, value in variables.get("header", {}).items()}
    body = variables.get("body")
    if isinstance(body, Upload):
        content, encoded = body["type"], None if body.path else body.data
    else:
        content, encoded = (None, None) if body is None else _encoded(request, body)
    return PlannedCall(
        connector=connector,
        action=action,
        effect=effect,
        operation=f"{request.method} {host}" if address else request.operation,
        method=request.method,
        url=url,
        host=host,
        document="",
        variables=dict(variables),
        body=encoded,
        request=request,
        headers={**({"content-type": content} if content else {}), **sent, **(headers or {})},
        auth=auth,
        file=body.path if isinstance(body, Upload) else None,
        max_bytes=MOST_DOWNLOAD_BYTES if request.answer == "file" else MAX_ANSWER_BYTES,
        rates=request.rates,
    )


def _path(request: Request, values: Mapping[str, Any]) -> str:
    url = ""
    for literal, name in request.url:
        url += literal
        if name:
            text = _text(values.get(name))
            if text.strip() in ("", ".", ".."):
                raise InvalidArguments(f"{name} cannot be {text!r}: it stands in the address.")
            url += quote(text, safe="")
    return url


def _pairs(request: Request, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if not isinstance(value, list):
            yield name, _text(value)
        elif join := request.joins.get(name):
            yield name, join.join(_text(one) for one in value)
        else:
            yield from ((name, _text(one)) for one in value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value if isinstance(value, str) else jsons.dumpb(value).decode()


def _header(name: str, value: Any) -> str:
    text = ",".join(_text(one) for one in value) if isinstance(value, list) else _text(value)
    if not (text.isascii() and text.isprintable()):
        raise InvalidArguments(f"{name} holds characters that a header cannot have.")
    return text


def _encoded(request: Request, body: Any) -> tuple[str, bytes]:
    try:
        if not request.form:
            return JSON, jsons.dumpb(body)
        pairs = [
            (name, _text(one))
            for name, value in body.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        return FORM, urlencode(pairs).encode()
    except (TypeError, UnicodeEncodeError) as refused:
        raise InvalidArguments(
            f"The arguments cannot be written as {'a form' if request.form else 'JSON'}: {refused}."
        ) from refused


def _host(address: str) -> str:
    """The host of an address that the provider gave; only https is followed."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme != "https" or parts.username or parts.password:
        raise AddressBlocked("The provider named an address that is not one of https.")
    return host
