"""What went wrong on the way, in words that name the host and nothing else of the request."""

from __future__ import annotations

import ssl

import aiohttp

from linkwright.errors import LinkwrightError
from linkwright.outbound.errors import UpstreamDropped, UpstreamUnreachable
from linkwright.outbound.gate import AddressBlocked, refused

CERTIFICATE_HINT = (
    "If the host uses a certificate authority of your own, add it to the system's store or name it in SSL_CERT_FILE."
)


def failure(host: str, problem: aiohttp.ClientError | OSError) -> LinkwrightError:
    """Turn a client's exception into ours. The exception's own text is not used: it may quote the address or the answer."""
    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        return UpstreamUnreachable(f"The name {host} cannot be resolved.")
    if isinstance(problem, aiohttp.ClientConnectorCertificateError):
        return UpstreamUnreachable(
            f"The certificate of {host} is not accepted: {_certificate_reason(problem)}.", hint=CERTIFICATE_HINT
        )
    if isinstance(problem, aiohttp.ClientSSLError):
        return UpstreamUnreachable(f"No secure connection to {host} could be made.")
    if isinstance(problem, aiohttp.ClientConnectorError):
        if isinstance(problem.os_error, AddressBlocked):
            return refused(host, str(problem.os_error))
        return UpstreamUnreachable(f"No connection to {host} could be made.")
    if isinstance(problem, aiohttp.ServerTimeoutError):
        return UpstreamUnreachable(f"{host} did not accept a connection in time.")
    if isinstance(problem, aiohttp.ClientResponseError):
        return UpstreamDropped(f"{host} answered with something that is not HTTP.")
    return UpstreamDropped(f"{host} closed the connection before its answer was complete.")


def _certificate_reason(problem: aiohttp.ClientConnectorCertificateError) -> str:
    cause = problem.certificate_error
    return cause.verify_message.rstrip(".") if isinstance(cause, ssl.SSLCertVerificationError) else "it is malformed"
