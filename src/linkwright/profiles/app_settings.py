"""What a developer sets of a profile for signing in: the app's client id, choices, and scopes beyond the needed ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.kit.words import did_you_mean, listed
from linkwright.profiles.errors import BadAppSettings, UnknownMethod
from linkwright.profiles.model import Profile

KEEP = ""
"""In place of a client id: leave it as it is."""
_CLIENT_ID = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class AppChange:
    """What is to be changed; None leaves choices and scopes, `client_id` is None to take the app away."""

    client_id: str | None = KEEP
    parameters: Mapping[str, str] | None = None
    more_scopes: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class NewProfile:
    """A profile that is to be made; `name` is None for one that is made up."""

    id: str
    connector_key: str
    auth_method: str
    name: str | None = None
    actions: str | Sequence[str] | None = None
    version: str | None = None
    default: bool | None = None
    app: AppChange | None = None
    proxy: bool | str | None = None


def app_columns(profile: Profile, connector: Connector | None, change: AppChange) -> dict[str, Any]:
    """The columns that the change sets.

    Raises:
        BadAppSettings: something does not fit the way of connecting.
        UnknownMethod: the profile's connector or way of connecting is gone.
    """
    method = connector.auth.get(profile.auth_method) if connector else None
    if connector is None or method is None:
        raise UnknownMethod(f"{profile.connector_key} is no longer linked by {profile.auth_method}.")
    values: dict[str, Any] = {}
    if change.client_id != KEEP:
        values["client_id"] = _client_id(method, change.client_id)
    if change.parameters is not None:
        values["parameters"] = {**profile.parameters, **_parameters(method, change.parameters)}
    if change.more_scopes is not None:
        values["more_scopes"] = _scopes(connector, method, change.more_scopes)
    return values


def check_secret(method: AuthMethod, secret: str) -> None:
    """Refuse a client secret that cannot be one.

    Raises:
        BadAppSettings: the way of connecting takes no app, or the text cannot be a secret.
    """
    _needs_app(method, "client_secret")
    if not (1 <= len(secret) <= 4096) or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise BadAppSettings("A client secret is printable text without blanks.", extra={"field": "client_secret"})


def _client_id(method: AuthMethod, text: str | None) -> str | None:
    if text is None:
        return None
    _needs_app(method, "client_id")
    if not _CLIENT_ID.fullmatch(text.strip()):
        raise BadAppSettings("A client id is printable text without blanks.", extra={"field": "client_id"})
    return text.strip()


def _needs_app(method: AuthMethod, field: str) -> None:
    if not method.takes_app:
        raise BadAppSettings(f"Connecting by {method.label} needs no app at the provider.", extra={"field": field})


def _parameters(method: AuthMethod, given: Mapping[str, str]) -> dict[str, str]:
    choices = {one.key: one for one in method.setup}
    for name, value in given.items():
        choice = choices.get(name)
        if choice is None:
            near = did_you_mean(name, choices) or (f" There is {listed(choices)}." if choices else "")
            raise BadAppSettings(f"There is no choice '{name[:40]}'.{near}", extra={"field": "parameters"})
        if value not in choice.options:
            raise BadAppSettings(
                f"'{value[:40]}' is none of the options of {name}: {listed(choice.options)}.",
                extra={"field": f"parameters.{name}"},
            )
    return dict(given)


def _scopes(connector: Connector, method: AuthMethod, names: Sequence[str]) -> list[str]:
    if names and method.oauth is None:
        raise BadAppSettings(f"Connecting by {method.label} asks for no scopes.", extra={"field": "more_scopes"})
    for name in names:
        if name not in connector.scopes:
            near = did_you_mean(name, connector.scopes)
            raise BadAppSettings(f"{connector.name} has no scope '{name[:40]}'.{near}", extra={"field": "more_scopes"})
    return [name for name in connector.scopes if name in set(names)]
