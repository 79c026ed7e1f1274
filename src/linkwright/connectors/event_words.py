"""The words about events that a provider posts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from linkwright.connectors.vocabulary import HeaderName, Path, Text, Words

Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class RegisterWords(Words):
    """The action of this connector that has events posted."""

    action: Text
    """The action, without the connector's key. Example: create_webhook"""
    arguments: dict[str, Any]
    """What it is called with. {url} stands for the address to post to, {secret} for the secret to sign with, {types} for the
    list of types. Example: {url: "{url}", secret: "{secret}", resourceTypes: "{types}"}"""
    id: Path
    """Where in its result the id is by which it is removed. Example: id"""


class EventsWords(Words):
    """What the provider posts when something changes there: signed by HMAC over the raw body, in JSON."""

    signature: HeaderName
    """Header that holds the signature. Example: linear-signature"""
    algorithm: Literal["hmac-sha256"] = "hmac-sha256"
    """How it is made."""
    encoding: Literal["hex", "base64"] = "hex"
    """How it is written."""
    id: HeaderName
    """Header that holds the delivery's id, the same when it is posted again. Example: linear-delivery"""
    timestamp: Path
    """Place in the body of the moment of posting. Example: webhookTimestamp"""
    unit: Literal["ms", "s"] = "ms"
    """Unit of that moment, since 1970."""
    within: int = Field(60, ge=10, le=3600)
    """Seconds that it may differ from our clock; anything older is refused. Example: 60"""
    account: Path
    """Place in the body of the id of the provider's account, the one that `account.id` finds. Example: organizationId"""
    type: Path
    """Place in the body of the kind of thing. Example: type"""
    action: Path
    """Place in the body of what was done to it. Example: action"""
    types: dict[Text, Word]
    """The provider's kinds of things, and their names in our events. Example: {Issue: issue}"""
    actions: dict[Text, Word]
    """The provider's words for what was done, and ours. Example: {create: created, update: updated, remove: deleted}"""
    register_by: RegisterWords = Field(alias="register")
    """The action that has events posted."""
    remove: Text
    """The action that ends it, called with the id. Example: delete_webhook"""
    by_hand: list[Text] = Field(min_length=1)
    """Steps for a person whose credential may not do it, in order; {url} stands for the address."""
