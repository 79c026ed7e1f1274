"""What a PATCH of an account may change. Pure: from the present account and the wish to columns, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.accounts.errors import CredentialsByLinking, FieldFixed
from linkwright.accounts.model import Account
from linkwright.errors import Unprocessable

ENVIRONMENT = "production"

_OPTIONAL = ("origin_username", "label", "metadata", "screening")
_REQUIRED = ("origin_owner_id", "origin_owner_name")
_SECRET = ("credentials", "secrets")


def columns_for(account: Account, wish: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the wish changes; what equals the present value is left out. Not looked at: `integration_id`.

    Raises:
        CredentialsByLinking: it holds credentials.
        FieldFixed: it changes what was fixed at linking.
    """
    _refuse_fixed(account, wish)
    found: dict[str, Any] = {}
    for name in _REQUIRED:
        if wish.get(name) is not None:
            found[name] = wish[name]
    for name in _OPTIONAL:
        if name in wish:
            found[name] = wish[name]
    if isinstance(found.get("label"), dict):
        # The published client types the label as an object without fields and may send an empty one.
        if found["label"]:
            raise Unprocessable("label must be a text.", extra={"field": "label"})
        del found["label"]
    return {name: value for name, value in found.items() if value != getattr(account, name)}


def _refuse_fixed(account: Account, wish: Mapping[str, Any]) -> None:
    for name in _SECRET:
        if wish.get(name):
            raise CredentialsByLinking(extra={"field": name})
    if wish.get("setup_information") and wish["setup_information"] != account.setup_information:
        raise CredentialsByLinking("setup_information is part of the credential.", extra={"field": "setup_information"})
    fixed = {
        "provider": account.connector_key,
        "authentication_config_key": account.auth_method,
        "environment": ENVIRONMENT,
        "shared": account.shared,
    }
    for name, present in fixed.items():
        if wish.get(name) is not None and wish[name] != present:
            raise FieldFixed(f"{name} of an account is fixed; here it is {_shown(present)}.", extra={"field": name})
    # The published client adds `type: production` to every PATCH, so that this value alone says nothing.
    if wish.get("type") not in (None, "production", account.type):
        raise FieldFixed("The type of an account is not changed by a PATCH.", extra={"field": "type"})


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"
