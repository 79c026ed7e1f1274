"""What libcurl says went wrong, in the words of the default client: they name the host and nothing else of the request."""

from __future__ import annotations

import re

import pycurl

from linkwright.errors import LinkwrightError
from linkwright.outbound.errors import UpstreamDropped, UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.failures import CERTIFICATE_HINT
from linkwright.outbound.gate import refused
from linkwright.outbound.reading import too_large
from linkwright.outbound.transport import OutboundRequest

_NOT_HTTP = {
    pycurl.E_UNSUPPORTED_PROTOCOL,
    8,  # CURLE_WEIRD_SERVER_REPLY
    pycurl.E_BAD_CONTENT_ENCODING,
    pycurl.E_HTTP_RETURNED_ERROR,
    100,  # CURLE_TOO_LARGE, a header beyond all measure; older pycurl has no name for it
}
_NOT_SECURE = {
    pycurl.E_SSL_CONNECT_ERROR,
    pycurl.E_SSL_CIPHER,
    pycurl.E_SSL_ENGINE_NOTFOUND,
    pycurl.E_SSL_ISSUER_ERROR,
    pycurl.E_SSL_CACERT_BADFILE,
}
# "SSL certificate problem: …" or, newer, "SSL certificate OpenSSL verify result: … (18)".
_REASON = re.compile(r"(?:problem|result): ([a-z -]+)")


def curl_failure(
    host: str, problem: pycurl.error, request: OutboundRequest, elapsed: float, blocked: str | None, over: bool
) -> LinkwrightError:
    """Turn libcurl's error into ours.

    Args:
        host: for the message.
        problem: its code and text; of the text only the reason why a certificate is refused is told on.
        request: what was sent.
        elapsed: seconds since the exchange began.
        blocked: the kind of address for which the gate refused to connect; None if it did not.
        over: whether reading was stopped at the request's limit.
    """
    code, text = problem.args[0], str(problem.args[1])
    if over or code == pycurl.E_FILESIZE_EXCEEDED:
        return too_large(host, request.max_bytes)
    if blocked is not None:
        return refused(host, blocked)
    if code == pycurl.E_OPERATION_TIMEDOUT:
        if elapsed < request.timeout:
            return UpstreamUnreachable(f"{host} did not accept a connection in time.")
        return UpstreamTimeout(f"{host} did not answer within {request.timeout:g} seconds.")
    if code == pycurl.E_COULDNT_RESOLVE_HOST:
        return UpstreamUnreachable(f"The name {host} cannot be resolved.")
    if code == pycurl.E_COULDNT_CONNECT:
        return UpstreamUnreachable(f"No connection to {host} could be made.")
    if code == pycurl.E_PEER_FAILED_VERIFICATION:
        found = _REASON.search(text)
        reason = found[1].strip() if found else "it is not for this name"
        return UpstreamUnreachable(f"The certificate of {host} is not accepted: {reason}.", hint=CERTIFICATE_HINT)
    if code in _NOT_SECURE:
        return UpstreamUnreachable(f"No secure connection to {host} could be made.")
    if code in _NOT_HTTP:
        return UpstreamDropped(f"{host} answered with something that is not HTTP.")
    return UpstreamDropped(f"{host} closed the connection before its answer was complete.")
