"""Shapes of accounts on the wire: the published contract's fields, and ours beside them under `linkwright`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from linkwright.accounts.deleting import Receipt
from linkwright.accounts.fields import Metadata, SomeText, Text
from linkwright.accounts.health.model import CheckRow
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


class CheckView(BaseModel):
    """When it was last known whether the credential works, and when that is looked at next."""

    outcome: str | None = Field(
        description="`working`, `refused`, `another` (it opens another account), `unreachable` or `postponed`."
    )
    detail: str | None
    checked_at: str | None = Field(description="When it was last known to work or not; a call that worked counts.")
    asked_at: str | None = Field(description="When the provider was last asked for that alone.")
    next_at: str | None = Field(description="When it is looked at next; null while that is off or not planned yet.")


class AccountExtra(BaseModel):
    """What this hub tells beyond the contract."""

    upstream: Literal["live", "twin"]
    auth_method: MethodView
    profile: Named
    identity: dict[str, Any] = Field(description="`person`, `workspace` and `teams`, as the provider told them.")
    credential: CredentialView
    rights: list[RightView]
    check: CheckView
    screening: Literal["off", "annotate", "block"] | None = Field(
        description="What is done about text that is meant for a model; null for what the project says."
    )
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
        status, reasons = shown.state
        return cls(
            id=account.id,
            provider=account.connector_key,
            provider_name=shown.provider_name,
            origin_owner_id=account.origin_owner_id,
            origin_owner_name=account.origin_owner_name,
            origin_username=account.origin_username,
            status=status,
            status_reasons=[StatusReason(**one) for one in reasons],
            setup_information=account.setup_information,
            label=account.label,
            type="test" if account.type == "test" else "production",
            shared=account.shared,
            created_at=iso(account.created_at),
            updated_at=iso(account.updated_at),
            linkwright=_extra(shown),
        )


class ReceiptView(BaseModel):
    """What was destroyed with an account, by whom and when."""

    account_id: str
    provider: str
    auth_method: str
    origin_owner_id: str
    origin_owner_name: str
    destroyed_fields: list[str] = Field(description="Names of the credential's fields; their values are gone.")
    deleted_at: str
    deleted_by: str = Field(description="`key:key_…` or `member:mem_…`.")
    deleted_by_name: str
    revocation: Literal["revoked", "not_supported", "failed"] = Field(
        description="Whether the provider ended the credential too."
    )
    revocation_detail: str

    @classmethod
    def of(cls, receipt: Receipt) -> ReceiptView:
        """From a receipt."""
        same = ("account_id", "auth_method", "origin_owner_id", "origin_owner_name", "deleted_by", "deleted_by_name")
        return cls.model_validate(
            {
                **{name: getattr(receipt, name) for name in same},
                "provider": receipt.connector_key,
                "destroyed_fields": list(receipt.fields),
                "deleted_at": iso(receipt.deleted_at),
                "revocation": receipt.revocation,
                "revocation_detail": receipt.revocation_detail,
            }
        )


class DeletedExtra(AccountExtra):
    """The same, with the receipt."""

    receipt: ReceiptView


class DeletedAccount(LinkedAccount):
    """What the account was, and what was destroyed with it."""

    linkwright: DeletedExtra

    @classmethod
    def with_receipt(cls, shown: ShownAccount, receipt: Receipt) -> DeletedAccount:
        """From an account that is gone."""
        was = LinkedAccount.of(shown).model_dump()
        extra = {**was["linkwright"], "receipt": ReceiptView.of(receipt).model_dump()}
        return cls.model_validate({**was, "linkwright": extra})


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
    screening: Literal["off", "annotate", "block"] | None = Field(
        None, description="What is done about text that is meant for a model; null for what the project says."
    )


class ConvertRequest(BaseModel):
    """What the account shall be."""

    type: Literal["production", "test"]


def credential_view(account: Account) -> CredentialView:
    """The end of the credential, and since when it is stored."""
    return CredentialView(last4=account.last4, stored_at=iso(account.stored_at) if account.stored_at else None)


def check_view(check: CheckRow | None) -> CheckView:
    """The check in the shape of the wire."""
    if check is None:
        return CheckView(outcome=None, detail=None, checked_at=None, asked_at=None, next_at=None)
    at = {name: iso(moment) if moment else None for name, moment in check.moments.items()}
    return CheckView(outcome=check.outcome, detail=check.detail, **at)


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
        check=check_view(shown.check),
        screening=account.screening,
        metadata=account.metadata,
    )
