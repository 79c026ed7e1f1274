"""Errors of provider events."""

from __future__ import annotations

from linkwright.errors import BadRequest, Conflict, LinkwrightError, NotFound, Unprocessable


class SubscriptionUnknown(NotFound):
    """Nobody listens at this address."""

    code = "provider_events_unknown"
    hint = "Delete the webhook at the provider: its account was deleted here, or its events were switched off."


class NoProviderEvents(NotFound):
    """The provider's events are not switched on for this account."""

    code = "provider_events_off"
    hint = "Switch them on with PUT /accounts/{account_id}/provider_events."


class ProviderPostsNothing(Unprocessable):
    """The connector does not say how its provider posts events."""

    code = "provider_posts_no_events"
    hint = "Read what changed with the connector's list actions."


class UnknownKinds(Unprocessable):
    """The provider posts no events of such things."""

    code = "unknown_kinds"
    hint = "Leave `kinds` out for all of them. The connector's page in the documentation lists them."


class SubscriptionMoved(Conflict):
    """Somebody else switched this account's events on or off at the same time."""

    code = "provider_events_moved"
    hint = "Look at them with GET, and send the call again if it is still wanted."


class SignatureWrong(LinkwrightError):
    """The signature is not that of this body with this webhook's secret."""

    code = "provider_signature_wrong"
    status = 403
    hint = "Sign the raw body with the webhook's signing secret. If the secret was changed at the provider, enter the new one."


class BodyMalformed(BadRequest):
    """The body is not the JSON that the provider posts."""

    code = "provider_event_malformed"
    hint = "Post what the provider's documentation says, unaltered."


class EventStale(BadRequest):
    """The event was posted too long ago, or its moment lies ahead."""

    code = "provider_event_stale"
    hint = "Post it at once; check both clocks."


class EventReplayed(Conflict):
    """This very body was taken already, under another delivery id."""

    code = "provider_event_replayed"
    hint = "Nothing is to be done: an event is sent on once."


class EventForeign(LinkwrightError):
    """The event is of another account at the provider than the one that is linked."""

    code = "provider_event_foreign"
    status = 403
    hint = "Delete the webhook there, and link that account if its events are wanted."
