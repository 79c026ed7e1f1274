"""From a lock's entry to one way to sign in, with its templates taken apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.connectors.compiled import AuthMethod, CredentialField, Template
from linkwright.connectors.oauth import Exchange, ExchangeRequest, OAuth, SetupChoice

_FIELD = re.compile(r"\{credentials\.([A-Za-z0-9_]+)\}")


def auth_method(one: Mapping[str, Any], hosts: Collection[str]) -> AuthMethod:
    """The way to sign in.

    Raises:
        KeyError, TypeError, ValueError: the entry is damaged, or sends secrets to what is no host of the connector.
    """
    return AuthMethod(
        **{
            **one,
            "fields": tuple(CredentialField(**field) for field in one["fields"]),
            "headers": dict(one["headers"]),
            "parts": tuple((name, template_parts(template)) for name, template in one["headers"].items()),
            "query": tuple((name, template_parts(template)) for name, template in one["query"].items()),
            "basic": tuple(template_parts(template) for template in one["basic"]),
            "setup": tuple(SetupChoice(**choice) for choice in one["setup"]),
            "oauth": _oauth(one["oauth"], hosts) if one["oauth"] else None,
            "exchange": _exchange(one["exchange"], hosts) if one["exchange"] else None,
        }
    )


def template_parts(template: str, names: re.Pattern[str] = _FIELD) -> Template:
    """`Key {credentials.a}!` as (`Key `, `a`), (`!`, ``): literal text and the field that follows it, in turn."""
    pieces = [*names.split(template), ""]
    return tuple((pieces[at], pieces[at + 1]) for at in range(0, len(pieces), 2) if pieces[at] or pieces[at + 1])


def _oauth(one: Mapping[str, Any], hosts: Collection[str]) -> OAuth:
    for word in ("token_url", "revoke_url"):
        _check_host(one[word], hosts)
    return OAuth(**one)


def _exchange(requests: list[Mapping[str, Any]], hosts: Collection[str]) -> Exchange:
    return Exchange(tuple(_exchange_request(one, hosts) for one in requests))


def _exchange_request(one: Mapping[str, Any], hosts: Collection[str]) -> ExchangeRequest:
    _check_host(one["url"], hosts)
    return ExchangeRequest(
        **{
            **one,
            "basic": tuple(one["basic"]),
            "gives": {name: tuple(path.split(".")) for name, path in one["gives"].items()},
            "lifetime": tuple(one["lifetime"].split(".")) if one["lifetime"] else (),
        }
    )


def _check_host(url: str, hosts: Collection[str]) -> None:
    if url and (urlsplit(url).hostname or "") not in hosts:
        raise ValueError(f"{urlsplit(url).hostname}, which is not a host of the connector")
