from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.errors import UpstreamUnreachable
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.quick import QuickTransport
from linkwright.outbound.transport import OutboundRequest
from tests.unit.outbound.misbehaving_upstream import ok, running
from tests.unit.outbound.names import Names

pytestmark = pytest.mark.anyio
URL = "https://api.example/graphql"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate of `localhost` and 127.0.0.1, with its key beside it in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return path


@asynccontextmanager
async def secure_server(certificate: Path, version: ssl.TLSVersion | None = None) -> AsyncIterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if version is not None:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.maximum_version = version

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ok(b"secure"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


def read(url: str = URL) -> OutboundRequest:
    return OutboundRequest("GET", url, {}, timeout=5, repeatable=True)


async def sent(port: int, host: str = "localhost") -> bytes:
    transport = QuickTransport(
        OriginMap.of({"https://api.example": f"https://{host}:{port}"}),
        resolver=Names(localhost=[["127.0.0.1"]], other_example=[["127.0.0.1"]]),
    )
    try:
        return (await transport.send(read())).body
    finally:
        await transport.close()


async def test_a_certificate_that_nobody_vouches_for_is_not_accepted(certificate: Path) -> None:
    async with secure_server(certificate) as port:
        with pytest.raises(UpstreamUnreachable, match=r"^The certificate of localhost is not accepted: self.signed"):
            await sent(port)


async def test_an_authority_of_ones_own_is_named_as_for_every_other_program(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with secure_server(certificate) as port:
        assert await sent(port) == b"secure"
        assert await sent(port, "127.0.0.1") == b"secure"


async def test_a_certificate_of_another_name_is_not_accepted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with secure_server(certificate) as port:
        with pytest.raises(UpstreamUnreachable, match=r"^The certificate of other\.example is not accepted"):
            await sent(port, "other.example")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_tls_older_than_1_2_is_not_spoken(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with secure_server(certificate, ssl.TLSVersion.TLSv1_1) as port:
        with pytest.raises(UpstreamUnreachable, match=r"^No secure connection to localhost could be made\.$"):
            await sent(port)


@pytest.mark.parametrize(
    ("request_", "quick"),
    [
        (OutboundRequest("POST", URL, {}, b"{}", repeatable=True), True),
        (OutboundRequest("GET", URL, {}, repeatable=True), True),
        (OutboundRequest("POST", URL, {}, b"{}"), False),
        (OutboundRequest("GET", URL, {}), False),
        (OutboundRequest("PUT", URL, {}, b"{}", repeatable=True), False),
        (OutboundRequest("POST", URL, {}, bytes(2_000_000), repeatable=True), False),
    ],
)
async def test_only_what_may_be_sent_twice_goes_through_libcurl(
    request_: OutboundRequest, quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[str] = []
    plain = AiohttpTransport.send

    async def noted(self: AiohttpTransport, request: OutboundRequest) -> Any:
        ways.append("aiohttp")
        return await plain(self, request)

    monkeypatch.setattr(AiohttpTransport, "send", noted)
    async with running(lambda _: [ok()]) as upstream:
        transport = QuickTransport(OriginMap.of({"https://api.example": upstream.origin}), resolver=Names())
        assert (await transport.send(request_)).status == 200
        await transport.close()
    assert ways == ([] if quick else ["aiohttp"])


async def test_headers_are_sent_as_given_with_our_own_where_none_are() -> None:
    async with running(lambda _: [ok()]) as upstream:
        transport = QuickTransport(OriginMap.of({"https://api.example": upstream.origin}), resolver=Names())
        for headers in ({"X-Empty": "", "X-Name": "Zoë"}, {"user-agent": "mine", "Content-Type": "a/b"}):
            await transport.send(OutboundRequest("POST", URL, headers, b"{}", repeatable=True))
        await transport.close()
    first, second = (request.lower().split(b"\r\n") for request in upstream.requests)
    assert {b"x-empty:", "x-name: zoë".encode(), b"user-agent: linkwright", b"content-length: 2"} <= set(first)
    assert b"content-type: application/octet-stream" in first
    assert not any(line.startswith((b"expect", b"cookie")) for line in first)
    assert {b"user-agent: mine", b"content-type: a/b"} <= set(second)
    assert sum(line.startswith((b"user-agent", b"content-type")) for line in second) == 2


async def test_an_answer_of_1xx_is_passed_over_and_its_headers_are_not_the_answers() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
    async with running(lambda _: [early + ok(b"late", "X-Late: 1\r\n")]) as upstream:
        transport = QuickTransport(OriginMap.of({"https://api.example": upstream.origin}), resolver=Names())
        answer = await transport.send(read())
        await transport.close()
    assert (answer.status, answer.body) == (200, b"late")
    assert "x-late" in answer.headers
    assert "x-early" not in answer.headers


async def test_closing_ends_what_is_under_way() -> None:
    async with running(lambda _: None) as upstream:
        transport = QuickTransport(OriginMap.of({"https://api.example": upstream.origin}), resolver=Names())
        call = asyncio.ensure_future(transport.send(read()))
        await upstream.asked.wait()
        await transport.close()
        with pytest.raises(asyncio.CancelledError):
            await call
