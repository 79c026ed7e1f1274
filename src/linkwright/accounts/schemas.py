"""Shapes of accounts on the wire: the published contract's fields, and ours beside them under `linkwright`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from linkwright.accounts.fields import Metadata, SomeText, Text
from linkwright.accounts.model import Account
from linkwright.accounts.rights import Right
from linkwright.accounts.shown import ShownAccount
from linkwright.kit.clock import iso


class StatusReason(BaseModel):
    """Why an account is in its status."""

    code: str
    description: str
    timestamp: str


class Named(BaseModel):
    """An id with its name."""

    id: str
    name: str


class MethodView(BaseModel):
    """A way of signing in."""

    key: str
    label: str


class CredentialView(BaseModel):
    """What may be seen of a credential."""

    last4: str | None
    stored_at: str | None


class RightView(BaseModel):
    """One right that the project's actions need, and how far we know that the credential has it."""

    scope: str
    about: str
    permission: str
    state: Literal["proven", "on_first_use", "missing"]
    source: str | None = Field(description="How it was learnt: `linking`, `grant`, `call` or `check`.")
    detail: str | None
    at: str | None


class AccountExtra(BaseModel):
    """What this hub tells beyond the contract."""

    upstream: Literal["live", "twin"]
    auth_method: MethodView
    profile: Named
    identity: dict[str, Any] = Field(description="`person`, `workspace` and `teams`, as the provider told them.")
    credential: CredentialView
    rights: list[RightView]
    metadata: dict[str, Any] | None


class LinkedAccount(BaseModel):
    """A linked account. `credentials` is always empty: nothing returns them."""

    id: str
    provider: str
    provider_name: str
    origin_owner_id: str
    origin_owner_name: str
    origin_username: str | None
    status: str
    status_reasons: list[StatusReason]
    credentials: dict[str, Any] = Field(default_factory=dict)
    setup_information: dict[str, str]
    label: str | None
    type: Literal["production", "test"]
    shared: bool
    created_at: str
    updated_at: str
    linkwright: AccountExtra

    @classmethod
    def of(cls, shown: ShownAccount) -> LinkedAccount:
        """From an account."""
        account = shown.account
        return cls(
            id=account.id,
            provider=account.connector_key,
            provider_name=shown.provider_name,
            origin_owner_id=account.origin_owner_id,
            origin_owner_name=account.origin_owner_name,
            origin_username=account.origin_username,
            status=account.status,
            status_reasons=[StatusReason(**one) for one in account.status_reasons],
            setup_information=account.setup_information,
            label=account.label,
            type="test" if account.type == "test" else "production",
            shared=account.shared,
            created_at=iso(account.created_at),
            updated_at=iso(account.updated_at),
            linkwright=_extra(shown),
        )


class AccountMeta(BaseModel):
    """What the contract asks of an account's kind."""

    provider: str
    category: str
    models: dict[str, Any] = Field(default_factory=dict)


class AccountPatch(BaseModel):
    """Fields to change; absent ones stay. Credentials are changed by linking only."""

    model_config = ConfigDict(extra="ignore")

    provider: Text | None = None
    origin_owner_id: SomeText | None = None
    origin_owner_name: SomeText | None = None
    origin_username: Text | None = None
    credentials: dict[str, Any] | None = Field(None, repr=False)
    setup_information: dict[str, Any] | None = None
    secrets: dict[str, Any] | None = Field(None, repr=False)
    authentication_config_key: Text | None = None
    environment: Text | None = None
    label: Text | dict[str, Any] | None = None
    metadata: Metadata | None = None
    type: Literal["production", "test"] | None = None
    integration_id: Text | None = None
    shared: StrictBool | None = None


class ConvertRequest(BaseModel):
    """What the account shall be."""

    type: Literal["production", "test"]


def credential_view(account: Account) -> CredentialView:
    """The end of the credential, and since when it is stored."""
    return CredentialView(last4=account.last4, stored_at=iso(account.stored_at) if account.stored_at else None)


def right_views(rights: list[Right]) -> list[RightView]:
    """The rights in the shape of the wire."""
    return [
        RightView.model_validate({name: getattr(right, name) for name in RightView.model_fields}) for right in rights
    ]


def _extra(shown: ShownAccount) -> AccountExtra:
    account = shown.account
    return AccountExtra(
        upstream="twin" if account.upstream == "twin" else "live",
        auth_method=MethodView(key=account.auth_method, label=shown.method_label),
        profile=Named(id=shown.profile.id, name=shown.profile.name),
        identity=account.identity,
        credential=credential_view(account),
        rights=right_views(shown.rights),
        metadata=account.metadata,
    )
