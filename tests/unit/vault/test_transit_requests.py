"""What the transit engine is asked and how the hub signs in, and what is made of answers that are not as they should be."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hvac
import pytest

from linkwright.kit.secret import Secret
from linkwright.vault import transit as module
from linkwright.vault.errors import VaultLocked, WrongMasterKey
from linkwright.vault.transit import Transit, TransitAccess

pytestmark = pytest.mark.anyio
DATA_KEY = bytes(range(32))
ADDRESS = "https://openbao.example.com:8200"
BOUND = hashlib.sha256(b"linkwright data key\nplace").digest()


class Client:
    """Takes the place of hvac's client: notes how it is made and what it is asked."""

    made: list[Client]

    def __init__(self, **arguments: Any) -> None:
        self.arguments = arguments
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.signed_in: list[dict[str, Any]] = []
        self.answers: Any = lambda: {"data": {"ciphertext": "vault:v1:x", "plaintext": _plain()}}
        self.secrets = SimpleNamespace(transit=self)
        self.auth = SimpleNamespace(approle=SimpleNamespace(login=lambda **given: self.signed_in.append(given)))
        Client.made.append(self)

    def encrypt_data(self, **arguments: Any) -> Any:
        self.asked.append(("encrypt", arguments))
        return self.answers()

    def decrypt_data(self, **arguments: Any) -> Any:
        self.asked.append(("decrypt", arguments))
        return self.answers()


def _plain() -> str:
    return base64.b64encode(DATA_KEY + BOUND).decode()


@pytest.fixture(autouse=True)
def client(monkeypatch: pytest.MonkeyPatch) -> None:
    Client.made = []
    monkeypatch.setattr(hvac, "Client", Client)


def failing(error: Exception) -> Any:
    def raise_it() -> None:
        raise error

    return raise_it


async def with_answer(answer: Any, **access: Any) -> Transit:
    """A key whose client is made and answers so from now on."""
    key = Transit("hub", TransitAccess(ADDRESS, **{"token": Secret("t"), **access}))
    await key.wrap(DATA_KEY, b"place")
    Client.made[-1].answers = answer
    return key


async def test_a_data_key_travels_with_a_hash_of_its_place_and_one_client_is_used_for_all() -> None:
    key = Transit("hub", TransitAccess(ADDRESS, mount="engine", token=Secret("t")))
    assert await key.wrap(DATA_KEY, b"place") == b"vault:v1:x"
    assert await key.unwrap(b"vault:v1:x", b"place") == DATA_KEY
    (made,) = Client.made
    where = {"name": "hub", "mount_point": "engine"}
    assert made.asked == [
        ("encrypt", {**where, "plaintext": _plain()}),
        ("decrypt", {**where, "ciphertext": "vault:v1:x"}),
    ]
    with pytest.raises(WrongMasterKey, match=r"^The data key that engine/hub wrapped is another one's\.$"):
        await key.unwrap(b"vault:v1:x", b"elsewhere")


async def test_the_client_is_made_as_the_settings_say_and_follows_no_redirect() -> None:
    await Transit("hub", TransitAccess(ADDRESS, token=Secret("t"))).wrap(DATA_KEY, b"place")
    access = TransitAccess(ADDRESS, namespace="team", token=Secret("t"), ca_file=Path("/ca.pem"), timeout=9.0)
    await Transit("hub", access).wrap(DATA_KEY, b"place")
    usual: dict[str, Any] = {"url": ADDRESS, "token": "t", "allow_redirects": False}
    assert [made.arguments for made in Client.made] == [
        {**usual, "namespace": None, "verify": True, "timeout": 5.0},
        {**usual, "namespace": "team", "verify": "/ca.pem", "timeout": 9.0},
    ]
    assert [made.signed_in for made in Client.made] == [[], []]


async def test_an_approle_signs_in_with_its_secret_id_or_with_none() -> None:
    for secret_id, sent in ((Secret("s"), "s"), (None, None)):
        access = TransitAccess(ADDRESS, role_id="role", secret_id=secret_id)
        await Transit("hub", access).wrap(DATA_KEY, b"place")
        assert Client.made[-1].arguments["token"] == ""
        assert Client.made[-1].signed_in == [{"role_id": "role", "secret_id": sent}]


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"data": {}}, None, "text"])
async def test_an_answer_of_another_shape_is_no_transit_engines(answer: Any) -> None:
    key = await with_answer(lambda: answer)
    with pytest.raises(VaultLocked) as found:
        await key.wrap(DATA_KEY, b"place")
    assert found.value.message == (f"The transit service at {ADDRESS} gives answers that are not a transit engine's.")
    assert "LINKWRIGHT_TRANSIT_ADDRESS to the active server itself" in found.value.remedy


async def test_a_refused_token_is_exchanged_once_and_then_the_policy_is_asked_for() -> None:
    key = await with_answer(failing(hvac.exceptions.Forbidden()), mount="engine")
    await key.wrap(DATA_KEY, b"place")
    assert len(Client.made) == 2
    refuses = failing(hvac.exceptions.Forbidden())
    Client.made[-1].answers = refuses
    Client.encrypt_data, before = lambda self, **_: refuses(), Client.encrypt_data  # type: ignore[method-assign, assignment]
    try:
        with pytest.raises(VaultLocked, match="refuses the hub's token or role") as found:
            await key.wrap(DATA_KEY, b"place")
    finally:
        Client.encrypt_data = before  # type: ignore[method-assign]
    assert len(Client.made) == 3
    assert found.value.remedy == "Give it a policy with update on engine/encrypt/hub and decrypt."


@pytest.mark.parametrize(
    ("error", "says", "hint"),
    [
        (hvac.exceptions.VaultDown(), "is sealed or in maintenance (503)", "Unseal it. Data keys that are open"),
        (hvac.exceptions.InvalidPath(), "has nothing mounted at transit", "LINKWRIGHT_TRANSIT_MOUNT"),
        (hvac.exceptions.InvalidRequest(errors=["key not found"]), "has no key hub", "transit/keys/NAME"),
        (hvac.exceptions.InvalidRequest(errors=["is disallowed"]), "with that version of hub", "rewrap --fresh"),
        (hvac.exceptions.InvalidRequest(errors=["a", "too old"]), "with that version of hub", "rewrap --fresh"),
        (hvac.exceptions.InternalServerError("hush"), "cannot be asked (InternalServerError)", "its certificate"),
    ],
)
async def test_each_refusal_is_told_in_our_words_with_what_to_do(error: Exception, says: str, hint: str) -> None:
    key = await with_answer(failing(error))
    with pytest.raises(VaultLocked) as found:
        await key.unwrap(b"vault:v1:x", b"place")
    assert found.value.message.startswith(f"The transit service at {ADDRESS} ")
    assert says in found.value.message
    assert hint in found.value.remedy
    assert "hush" not in found.value.message


async def test_a_request_refused_for_another_reason_is_a_wrong_key_when_opening_only() -> None:
    key = await with_answer(failing(hvac.exceptions.InvalidRequest(errors=["cipher: authentication failed"])))
    with pytest.raises(WrongMasterKey, match=r"^The transit key transit/hub does not open this data key\.$"):
        await key.unwrap(b"vault:v1:x", b"place")
    with pytest.raises(VaultLocked, match="refuses to wrap") as found:
        await key.wrap(DATA_KEY, b"place")
    assert "service's log" in found.value.remedy


async def test_bytes_that_are_no_text_are_asked_for_all_the_same_and_fail_no_other_way() -> None:
    key = await with_answer(failing(hvac.exceptions.InvalidRequest(errors=["invalid ciphertext"])))
    with pytest.raises(WrongMasterKey):
        await key.unwrap(b"\xff", b"place")


async def test_three_times_the_time_of_one_request_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[tuple[float, str]] = []

    async def at_once(call: Any, seconds: float, service: str) -> Any:
        waited.append((seconds, service))
        return call()

    monkeypatch.setattr(module, "beside_the_loop", at_once)
    await Transit("hub", TransitAccess(ADDRESS, token=Secret("t"), timeout=2.0)).wrap(DATA_KEY, b"place")
    assert waited == [(6.0, "The transit service")]


def test_a_key_is_known_by_namespace_mount_and_name_and_not_by_its_address() -> None:
    def key(address: str = ADDRESS, name: str = "hub", **access: Any) -> Transit:
        return Transit(name, TransitAccess(address, **access))

    assert key().key_id == key("https://elsewhere").key_id == key(namespace="").key_id
    others = [key(name="b"), key(mount="m"), key(namespace="n"), key(mount="hub", name="transit")]
    assert len({one.key_id for one in (key(), *others)}) == 5
    assert (key().label, key(namespace="n").label) == ("transit/hub", "n/transit/hub")
    assert (key().parameters, key().kind, key().remote) == ({}, "transit", True)
    assert repr(key()) == "Transit('transit/hub')"
    assert key().key_id.startswith("mk_transit_")


async def test_a_file_that_cannot_be_read_is_named_and_a_secret_itself_comes_before_its_file(tmp_path: Path) -> None:
    for name, content in (("absent", None), ("binary", b"\xff\xfe")):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(VaultLocked, match=f"The file {tmp_path / name} cannot be read") as found:
            await Transit("hub", TransitAccess(ADDRESS, token_file=tmp_path / name)).wrap(DATA_KEY, b"place")
        assert found.value.remedy == "Check it."
    (tmp_path / "token").write_text(" from-file\n", encoding="utf-8")
    access = TransitAccess(ADDRESS, token=Secret("given"), token_file=tmp_path / "token")
    await Transit("hub", access).wrap(DATA_KEY, b"place")
    await Transit("hub", TransitAccess(ADDRESS, token_file=tmp_path / "token")).wrap(DATA_KEY, b"place")
    assert [made.arguments["token"] for made in Client.made] == ["given", "from-file"]
