"""What a caller asks the proxy for: a method, a place at the provider, headers and a body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from linkwright.actions.proxy.errors import HostNotAllowed, ProxyInvalid
from linkwright.actions.proxy.headers import checked_headers
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.engine.requests import FORM, JSON
from linkwright.kit import jsons
from linkwright.kit.words import listed

METHODS = ("get", "post", "put", "patch", "delete")
_MOST_ADDRESS = 8_000
_ADDRESS = re.compile(r"[!#-\[\]_a-z~]+")


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """One call, checked but for its place, which depends on the account.

    Attributes:
        method: upper-case.
        url: absolute address or the beginning of one; empty for the connector's own.
        path: put behind it; empty for nothing.
        headers: by lower-case name.
        body: as it came; None for none.
    """

    method: str
    url: str
    path: str
    headers: Mapping[str, str]
    body: Any

    def address(self, connector: Connector, method: AuthMethod) -> str:
        """The address that is called.

        Raises:
            HostNotAllowed: it is on a host to which the connector does not send its credential.
            ProxyInvalid: it is no address, or sets a parameter that carries the credential.
        """
        address = self.url or connector.base_url
        if self.path:
            address = f"{address.rstrip('/')}/{self.path.lstrip('/')}"
        hosts = credential_hosts(connector)
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            raise ProxyInvalid("That is no address.") from None
        own = urlsplit(connector.base_url)
        # Nothing but the name itself: no user, and no port but the connector's own.
        fits = parts.scheme in ("https", own.scheme) and parts.netloc.lower() in (host, own.netloc.lower())
        if host not in hosts or not fits:
            raise HostNotAllowed(
                f"The proxy calls https at {listed(sorted(hosts))} for {connector.name}, and nothing else."
            )
        # Some servers take what stands behind a semicolon for parameters of the step, and go upwards by `..;`.
        steps = re.split(r"[/\\]", unquote(unquote(parts.path)))
        if any(step.partition(";")[0] in (".", "..") for step in steps):
            raise ProxyInvalid("The path may not go upwards.")
        taken = [name for name, _ in method.query if re.search(rf"(?:^|&){re.escape(name)}=", unquote(parts.query))]
        if taken:
            raise ProxyInvalid(f"{connector.name} gets its credential in the parameter {taken[0]}, which the hub sets.")
        return address

    def content(self) -> tuple[str, bytes | None]:
        """The type and the bytes of the body: JSON, a form where the headers say so, or a text as it is.

        Raises:
            ProxyInvalid: it cannot be written.
        """
        if self.body is None:
            return "", None
        kind = self.headers.get("content-type", "")
        try:
            if isinstance(self.body, str) and kind:
                return kind, self.body.encode()
            if isinstance(self.body, dict) and kind.partition(";")[0].strip().lower() == FORM:
                return kind, urlencode(self.body, doseq=True).encode()
            return kind or JSON, jsons.dumpb(self.body)
        except (TypeError, UnicodeEncodeError):
            raise ProxyInvalid("The body cannot be written.") from None

    def marked(self) -> dict[str, Any]:
        """What else the ledger knows the call by: the values of its headers, for the fingerprint alone, which is a hash."""
        return {"header_values": dict(self.headers)} if self.headers else {}

    def told(self, address: str) -> dict[str, Any]:
        """What the ledger knows the call by, and the run log shows of it; of headers the names alone."""
        return {"method": self.method, "url": address, "headers": sorted(self.headers), "sent": self.body}


def read_request(call: Any) -> ProxyRequest:
    """The request out of what was sent; null means "not given".

    Raises:
        ProxyInvalid: it cannot be understood.
        HeaderNotAllowed: it sets a header that callers may not set.
    """
    if not isinstance(call, dict):
        raise ProxyInvalid("The body is not a JSON object.")
    strange = sorted(set(call) - {"url", "method", "path", "headers", "body"})
    if strange:
        raise ProxyInvalid(f"There is no {strange[0][:60]!r}: the proxy takes url, method, path, headers and body.")
    method = call.get("method")
    method = "get" if method is None else method
    if not isinstance(method, str) or method.lower() not in METHODS:
        raise ProxyInvalid(f"method must be one of {listed(METHODS)}.")
    url, path = _place(call, "url"), _place(call, "path")
    if not url and not path:
        raise ProxyInvalid("The call names no place: it has neither path nor url.")
    if method.lower() == "get" and call.get("body") is not None:
        raise ProxyInvalid("A get has no body.")
    return ProxyRequest(method.upper(), url, path, checked_headers(call.get("headers")), call.get("body"))


def _place(call: Mapping[str, Any], name: str) -> str:
    found = call.get(name)
    if found is None or found == "":
        return ""
    if not isinstance(found, str) or len(found) > _MOST_ADDRESS or not _ADDRESS.fullmatch(found) or "#" in found:
        raise ProxyInvalid(f"{name} must be a text as it stands in an address, with other characters percent-encoded.")
    return found


def credential_hosts(connector: Connector) -> set[str]:
    """The hosts to which a connector's own actions send the credential; all of its hosts where one follows addresses."""
    found = {urlsplit(connector.base_url).hostname or ""}
    for action in connector.actions.values():
        for step in action.steps:
            if step.request is None:
                found.add(step.call.host)
            elif step.request.auth and step.request.address is not None:
                return set(connector.hosts)
            elif step.request.auth:
                found.add(step.request.request.host)
        if not action.steps and not action.hook:
            found.add(action.request.host if action.request is not None else action.call.host)
    return found & connector.hosts
