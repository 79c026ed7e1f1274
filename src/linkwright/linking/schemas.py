"""Shapes of connect sessions on the wire: the published contract's fields, and ours beside them under `linkwright`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from linkwright.accounts.fields import Metadata, SomeText, Text
from linkwright.kit.clock import iso
from linkwright.linking.listing import ShownSession
from linkwright.linking.model import Attempt, ConnectSession

MOST_SECONDS = 2_592_000
_MOST_CATEGORIES = 50


def _blank_is_none(value: Any) -> Any:
    return None if value == "" else value


Optional255 = Annotated[Text | None, BeforeValidator(_blank_is_none)]


class SessionRequest(BaseModel):
    """What a connect session shall be. Fields that this hub does not know are left alone."""

    model_config = ConfigDict(extra="ignore")

    origin_owner_id: SomeText
    origin_owner_name: SomeText
    origin_username: Optional255 = None
    provider: Optional255 = Field(None, description="Key of the only connector to offer.")
    categories: list[Text] | None = Field(None, max_length=_MOST_CATEGORIES)
    account_id: Optional255 = Field(None, description="An account to edit or reconnect.")
    label: Optional255 = None
    integration_id: Optional255 = Field(None, description="Older name of `connector_profile_id`.")
    connector_profile_id: Optional255 = None
    expires_in: StrictInt | StrictFloat | None = Field(
        None, ge=1, le=MOST_SECONDS, allow_inf_nan=False, description="Seconds, at most 30 days."
    )
    multiple: StrictBool | None = Field(None, description="Each link makes another account.")
    metadata: Metadata | None = None
    type: Literal["production", "test"] | None = None
    shared: StrictBool | None = Field(None, description="An account made through it is marked as shared.")


class TokenRequest(BaseModel):
    """A token."""

    token: StrictStr = Field(max_length=512, repr=False)


class AttemptSummary(BaseModel):
    """The newest attempt of a session, as the contract words it."""

    id: str
    created_at: str
    updated_at: str
    status: str
    account_secure_id: str | None
    oauth_error_code: str | None
    oauth_error_description: str | None

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptSummary:
        """From an attempt."""
        return cls(
            id=attempt.id,
            created_at=iso(attempt.created_at),
            updated_at=iso(attempt.updated_at),
            status=attempt.status,
            account_secure_id=attempt.account_id,
            oauth_error_code=attempt.error_code,
            oauth_error_description=attempt.error_description,
        )


class Maker(BaseModel):
    """Who made a session: an API key or a member. `name` is None if that is gone."""

    kind: str
    id: str
    name: str | None


class SessionExtra(BaseModel):
    """What this hub tells beyond the contract. `state` is open, used, expired or revoked."""

    id: str
    state: str
    created_by: Maker
    expires_at: str
    revoked_at: str | None
    used_at: str | None
    linked_account_id: str | None


class SessionView(BaseModel):
    """A connect session. `organization_id` is a number for releases of the generated client that demand one."""

    id: int
    organization_id: int | str
    project_id: str
    origin_owner_id: str
    origin_owner_name: str
    origin_username: str | None
    categories: list[str] | None
    provider: str | None
    account_id: str | None
    label: str | None
    metadata: dict[str, Any] | None
    external_trigger_token: str | None = None
    type: str | None
    integration_id: str | None
    multiple: bool
    shared: bool | None
    created_at: str
    latest_connection_attempt: AttemptSummary | None
    linkwright: SessionExtra

    @classmethod
    def of(cls, shown: ShownSession, organization_id: int | str) -> SessionView:
        """From a session."""
        return cls(**_fields(shown, organization_id))


class NewSessionView(SessionView):
    """A session just made, with its secrets: the only time they are shown."""

    token: str = Field(repr=False)
    auth_link_url: str = Field(repr=False)

    @classmethod
    def made(cls, shown: ShownSession, organization_id: int | str, token: str, link: str) -> NewSessionView:
        """From a new session, its token and the address of its auth link."""
        return cls(**_fields(shown, organization_id), token=token, auth_link_url=link)


class OpenedSession(BaseModel):
    """What the Hub may tell of a session before anything else is read."""

    origin_owner_name: str
    type: str | None
    provider: str | None
    expires_at: str

    @classmethod
    def of(cls, session: ConnectSession) -> OpenedSession:
        """From a session."""
        return cls(
            origin_owner_name=session.origin_owner_name,
            type=session.type,
            provider=session.provider,
            expires_at=iso(session.expires_at),
        )


class OpenedLink(BaseModel):
    """What an auth link is traded for."""

    token: str = Field(repr=False)
    session: OpenedSession


def _fields(shown: ShownSession, organization_id: int | str) -> dict[str, Any]:
    session, latest = shown.session, shown.latest
    kind, _, maker_id = session.created_by.partition(":")
    same = ("origin_owner_id", "origin_owner_name", "origin_username", "provider", "account_id", "label", "metadata")
    return {
        **{name: getattr(session, name) for name in (*same, "project_id", "type", "multiple", "shared")},
        "id": session.wire_id,
        "organization_id": organization_id,
        "categories": list(session.categories) if session.categories is not None else None,
        "integration_id": session.profile_id,
        "created_at": iso(session.created_at),
        "latest_connection_attempt": AttemptSummary.of(latest) if latest else None,
        "linkwright": SessionExtra(
            id=session.id,
            state=shown.state,
            created_by=Maker(kind=kind, id=maker_id, name=shown.maker),
            expires_at=iso(session.expires_at),
            revoked_at=iso(session.revoked_at) if session.revoked_at else None,
            used_at=iso(session.used_at) if session.used_at else None,
            linked_account_id=session.linked_account_id,
        ),
    }
