"""Small texts that strangers send: keys, tokens, cursors, sealed records, forms, key files, documents of clients."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import strategies as st

from linkwright.access.authenticate import presented_key
from linkwright.actions.multipart import Form
from linkwright.actions.options import read_options as call_options
from linkwright.actions.proxy.request import read_request
from linkwright.actions.rpc import account_in
from linkwright.actions.shaping.cursors import Resumed, resumed
from linkwright.consents.clients import redirects
from linkwright.consents.clients.document import check_address, read_document
from linkwright.consents.clients.finding import _credentials
from linkwright.consents.reading import form_of, object_of
from linkwright.consents.tokens.checking import presented_token
from linkwright.errors import LinkwrightError
from linkwright.kit.ids import token_hash
from linkwright.kit.secret import Secret
from linkwright.ledger import keys as write_keys
from linkwright.logs.cursor import read_cursor, write_cursor
from linkwright.logs.filters import Order
from linkwright.mcp.faults import Fault
from linkwright.mcp.options import accounts_of, read_options
from linkwright.vault.envelope import Place, key_id_of, open_record, seal_record
from linkwright.vault.errors import RecordDoesNotOpen
from linkwright.vault.key_text import NotAKeyText, read_key_text, write_key_text
from tests.fuzz.mutations import ANY_JSON, changed_bytes, changed_json, changed_text
from tests.fuzz.target import Target

KEY = "lw_" + "k" * 40
PLACE = Place("prj_1", "acc_1", "api_key", 3)
CIPHER = AESGCM(b"d" * 32)
SEALED = seal_record("dk_1", CIPHER, Secret("a secret"), PLACE)
KEY_TEXT = write_key_text("mk_1", b"m" * 32)
CURSOR = Resumed("linear_list_issues", "page", 50, 3, "id", 1000, ("a.b",)).text()
CLIENT = {"client_id": "https://client.example/c.json", "client_name": "X", "redirect_uris": ["http://127.0.0.1:1/cb"]}
_PAIR = base64.b64encode(f"{KEY}:".encode()).decode()
_latin = st.text(st.characters(max_codepoint=255), max_size=40)


def refused_or(read: Callable[[Any], object]) -> Callable[[Any], None]:
    """A check: the reader gives something, or an error of ours that says what is wrong."""

    def check(value: Any) -> None:
        try:
            read(value)
        except (LinkwrightError, Fault) as refused:
            assert str(refused)
            if isinstance(refused, LinkwrightError):
                assert refused.status < 500, refused

    return check


def _authorization(header: str) -> None:
    for line in (header, f"Basic {header}", f"Bearer {header}"):
        presented_token(line)
        try:
            _credentials({"client_id": header}, line)
        except LinkwrightError:
            pass
        try:
            key = presented_key(line)
        except LinkwrightError:
            continue
        assert key
        assert len(token_hash(key)) == 64


def _cursors(text: str) -> None:
    for order in (Order(), Order("duration", descending=False), Order("provider")):
        try:
            read_cursor(order, text)
        except LinkwrightError:
            continue
    payload = {"query": {"cursor": text}}
    found = resumed("linear_list_issues", payload)
    if found is not None:
        found.after([{"id": 1}, 2, None])
        found.payload(payload, paged=True)
        again = resumed("linear_list_issues", {"cursor": found.text()})
        assert again == found


def _sealed(blob: bytes) -> None:
    try:
        key_id_of(blob, PLACE)
        opened = open_record(blob, CIPHER, PLACE)
    except RecordDoesNotOpen as refused:
        assert "a secret" not in refused.message
        return
    assert blob == SEALED, f"it opened although it was changed: {opened!r}"


def _key_text(text: str) -> None:
    try:
        key_id, key = read_key_text(text)
    except NotAKeyText as wrong:
        assert "m" * 8 not in str(wrong)
        return
    assert (key_id, key) == ("mk_1", b"m" * 32)


def _options(query: bytes) -> None:
    options = read_options(query)
    line = (b"x-account-id", query)
    accounts_of({b"x-account-id": query}, [line, line], options)
    options.check()


def _call(call: Any) -> None:
    if isinstance(call, dict):
        account_in(call.get("headers"))
        try:
            call_options(call)
        except LinkwrightError:
            pass
    read_request(call)


def _document(told: Any) -> None:
    if isinstance(told, dict):
        client = read_document(CLIENT["client_id"], told)  # type: ignore[arg-type]
        assert all(redirects.matching(client.redirect_uris, one) for one in client.redirect_uris)
    elif isinstance(told, str):
        check_address(told)


def _form(pair: tuple[str, bytes]) -> None:
    form_of(pair[0], pair[1])


EDGE = "edge"
PARTS = (
    f'--{EDGE}\r\nContent-Disposition: form-data; name="call"\r\n\r\n{{}}\r\n'
    f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: text/plain\r\n\r\nabc\r\n'
    f"--{EDGE}--\r\n"
).encode()
ODD_PARTS = tuple(
    f"--{EDGE}\r\nContent-Disposition: {said}\r\n\r\n{{}}\r\n--{EDGE}--\r\n".encode()
    for said in (
        "form-data; name*=utf-8''call; filename*0*=x''a; filename*1=b",
        "form-data; name=call; filename*=unknown-charset''%ff%fe",
        'form-data; name="call"; name="call"; filename*0="../../a"; filename*2=b',
        "form-data; name*0*=''%00; filename",
        ";;;=;;",
    )
)


def _multipart(sent: tuple[str, bytes, list[int]]) -> None:
    kind, whole, cuts = sent
    places = sorted({0, len(whole), *(cut % (len(whole) + 1) for cut in cuts)})
    pieces = [whole[start:end] for start, end in pairwise(places)] or [b""]

    async def receive() -> dict[str, Any]:
        piece = pieces.pop(0) if pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def work() -> None:
        with Form(kind, max_call_bytes=1000, max_file_bytes=10_000) as form:
            _, files = await form.read(receive)
            for file in files.values():
                assert "/" not in file["name"]
                assert file.path is None or file.path.parent == form.folder

    asyncio.run(work())


def _kinds() -> st.SearchStrategy[str]:
    odd = changed_text([f'multipart/form-data; boundary="{EDGE}"'])
    # A header is read as latin-1, so there are no other letters in it.
    return st.just(f"multipart/form-data; boundary={EDGE}") | odd.map(lambda one: one.encode().decode("latin-1"))


TARGETS = (
    Target(
        "authorization",
        lambda: changed_text([KEY, _PAIR, f"Basic {_PAIR}", f"bearer  {KEY}"]) | _latin,
        refused_or(_authorization),
    ),
    Target(
        "cursors",
        lambda: (
            changed_text([CURSOR, write_cursor(Order(), 1, "run_1"), "lwc_"])
            | st.lists(ANY_JSON, max_size=8).map(_packed)
        ),
        refused_or(_cursors),
    ),
    Target("sealed-records", lambda: changed_bytes([SEALED]), _sealed),
    Target("key-texts", lambda: changed_text([KEY_TEXT, KEY_TEXT.replace("\n", "\r\n")]), _key_text),
    Target("write-keys", lambda: ANY_JSON | _latin, refused_or(write_keys.given)),
    Target(
        "mcp-options", lambda: changed_bytes([b"tool-mode=search&x-account-id=a,b&param-style=x"]), refused_or(_options)
    ),
    Target(
        "calls",
        lambda: changed_json(
            [{"method": "post", "path": "/x", "headers": {"x-a": "1"}, "body": {}, "fields": ["a.b"], "max_tokens": 9}]
        ),
        refused_or(_call),
    ),
    Target(
        "oauth-forms",
        lambda: st.tuples(_form_kinds(), changed_bytes([b"grant_type=x&code=%20&a=b"])),
        refused_or(_form),
    ),
    Target(
        "oauth-registrations",
        lambda: changed_bytes([b'{"client_name": "x", "redirect_uris": []}']),
        refused_or(object_of),
    ),
    Target(
        "client-documents",
        lambda: changed_json([CLIENT]) | changed_text([str(CLIENT["client_id"])]),
        refused_or(_document),
    ),
    Target(
        "multipart",
        lambda: st.tuples(_kinds(), changed_bytes([PARTS, *ODD_PARTS]), st.lists(st.integers(0, 10_000), max_size=4)),
        refused_or(_multipart),
    ),
)


def _form_kinds() -> st.SearchStrategy[str]:
    return st.just("application/x-www-form-urlencoded") | _latin


def _packed(value: Any) -> str:
    from linkwright.kit import jsons

    try:
        raw = jsons.dumpb(value)
    except (TypeError, ValueError):
        raw = b"[]"
    return "lwc_" + base64.urlsafe_b64encode(raw).decode()
