"""Errors of the proxy."""

from __future__ import annotations

from linkwright.errors import BadRequest, LinkwrightError


class ProxyOff(LinkwrightError):
    """The proxy is switched off for this account's connector profile."""

    code = "proxy_off"
    status = 403
    hint = "It is on where all actions are, and where the profile says so: `linkwright profiles update KEY --proxy`."


class HostNotAllowed(BadRequest):
    """The proxy calls only the hosts to which the connector sends its credential."""

    code = "host_not_allowed"
    hint = "Send a path, which is put behind the connector's own address, or a url on one of the hosts of the message."


class HeaderNotAllowed(BadRequest):
    """This header cannot be given to the proxy."""

    code = "header_not_allowed"
    hint = "Leave it out: the hub puts in the credential itself, and the connection is its own."


class ProxyInvalid(BadRequest):
    """The call of the proxy cannot be understood."""

    code = "proxy_invalid"
    hint = 'Send {"method": "get", "path": "/tickets?page=1"}; docs/api.md says more.'
