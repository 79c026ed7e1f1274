"""Errors of the way out."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class UpstreamUnreachable(LinkwrightError):
    """The other system could not be reached."""

    code = "upstream_unreachable"
    status = 502
    hint = "Nothing was changed there as far as we know. Try again in a minute; if it lasts, look at the provider's status page."


class UpstreamTimeout(LinkwrightError):
    """The other system did not answer in time."""

    code = "upstream_timeout"
    status = 408
    hint = "A write may or may not have happened: read before you repeat it."


class AddressRefused(LinkwrightError):
    """The address is not one that this hub may call."""

    code = "address_refused"
    status = 403
    hint = "Private, loopback and reserved addresses are refused. An operator can admit one with LINKWRIGHT_OUTBOUND_ORIGINS."


class AnswerTooLarge(LinkwrightError):
    """The other system's answer is larger than this hub reads."""

    code = "answer_too_large"
    status = 502
    hint = "Ask for fewer fields or a smaller page."


class UpstreamDropped(UpstreamUnreachable):
    """The other system closed the connection before its answer was complete."""

    code = "upstream_dropped"
    hint = "A write may or may not have happened: read before you repeat it."


class RequestRefused(LinkwrightError):
    """The request holds something that must not be sent."""

    code = "request_refused"
    status = 400
    hint = "Line breaks and control characters are not allowed. If a credential was pasted, link the account again without them."


class OriginMapInvalid(LinkwrightError):
    """LINKWRIGHT_OUTBOUND_ORIGINS cannot be read."""

    code = "origin_map_invalid"
    status = 500
    hint = 'Write a JSON object from origin to origin, such as {"https://api.linear.app": "http://127.0.0.1:9000"}.'
