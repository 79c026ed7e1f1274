"""Errors of webhooks."""

from __future__ import annotations

from linkwright.errors import BadRequest, Conflict, NotFound, Unprocessable


class EndpointNotFound(NotFound):
    """There is no such webhook endpoint in this project."""

    code = "webhook_endpoint_not_found"
    hint = "Check the id. GET /webhook_endpoints lists the project's endpoints."


class DeliveryNotFound(NotFound):
    """This endpoint has no such delivery."""

    code = "webhook_delivery_not_found"
    hint = "Check the id. Deliveries are kept for as many days as LINKWRIGHT_EVENT_RETENTION_DAYS says."


class EndpointAddressRefused(Unprocessable):
    """Events cannot be posted to that address."""

    code = "webhook_address_refused"
    hint = "Use a public https address. An operator can admit another one with LINKWRIGHT_OUTBOUND_ORIGINS."


class UnknownEvents(Unprocessable):
    """There is no such event."""

    code = "unknown_events"
    hint = 'docs/webhooks.md lists all events. ["*"] stands for every one.'


class TooManyEndpoints(Conflict):
    """The project has as many webhook endpoints as it may have."""

    code = "too_many_webhook_endpoints"
    hint = "Delete one that is not used any more."


class EndpointOff(Conflict):
    """The endpoint is switched off."""

    code = "webhook_endpoint_off"
    hint = "Switch it on first: PATCH it with enabled true."


class SecretMoved(Conflict):
    """Somebody else rotated this endpoint's secret at the same time."""

    code = "webhook_secret_moved"
    hint = "Use the secret that the other one got, or rotate again."


class DeliveryCursorInvalid(BadRequest):
    """That is not where a page of this list ended."""

    code = "webhook_cursor_invalid"
    hint = "Send `next` exactly as the page before gave it, or leave it out to begin anew."
