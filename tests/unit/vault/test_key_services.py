"""AWS KMS (moto) and the transit engine (a fake of its HTTP API) as key providers: what opens, what does not, what is said."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from linkwright.kit.secret import Secret
from linkwright.vault.errors import VaultLocked, WrongMasterKey
from linkwright.vault.kms import AwsKms
from linkwright.vault.transit import Transit, TransitAccess
from tests.unit.vault.fake_transit import FakeTransit, fake_transit

pytestmark = pytest.mark.anyio
DATA_KEY = bytes(range(32))


@pytest.fixture
def aws() -> Iterator[Any]:
    with mock_aws():
        yield boto3.session.Session(region_name="eu-central-1").client("kms")


@pytest.fixture
def bao() -> Iterator[FakeTransit]:
    with fake_transit() as server:
        server.make("hub")
        yield server


def arn(aws: Any) -> str:
    return str(aws.create_key()["KeyMetadata"]["Arn"])


def transit(bao: FakeTransit, key: str = "hub", **access: Any) -> Transit:
    access = access or {"token": Secret("root")}
    return Transit(key, TransitAccess(bao.address, **access))


async def locked(attempt: Any, says: str, hint: str = "") -> None:
    with pytest.raises(VaultLocked, match=says) as found:
        await attempt
    assert hint in found.value.remedy


async def test_kms_gives_back_what_it_wrapped_for_the_same_place_and_key_only(aws: Any) -> None:
    first, second = AwsKms(arn(aws)), AwsKms(arn(aws))
    wrapped = await first.wrap(DATA_KEY, b"place")
    assert DATA_KEY not in wrapped
    assert await AwsKms(first.arn).unwrap(wrapped, b"place") == DATA_KEY
    assert (AwsKms(first.arn).key_id, len(first.key_id) <= 64) == (first.key_id, True)
    assert first.key_id != second.key_id
    for key, text, place in ((first, wrapped, b"another"), (first, wrapped[:-1], b"place"), (first, b"junk", b"place")):
        with pytest.raises(WrongMasterKey):
            await key.unwrap(text, place)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("DisabledException", "Enable the key"),
        ("KMSInvalidStateException", "Enable the key"),
        ("AccessDeniedException", "kms:Decrypt"),
        ("ExpiredTokenException", "Renew the AWS credentials"),
        ("SomethingNewException", "Check the network"),
    ],
)
async def test_kms_that_refuses_is_quoted_by_its_code_alone(code: str, hint: str) -> None:
    class Refusing:
        def decrypt(self, **_: object) -> None:
            said = "User: arn:aws:iam::123456789012:user/hush is not authorized"
            raise ClientError({"Error": {"Code": code, "Message": said}}, "Decrypt")

    key = AwsKms("arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000")
    key._client = Refusing()
    with pytest.raises(VaultLocked, match=code) as found:
        await key.unwrap(b"wrapped", b"place")
    assert hint in found.value.remedy
    assert "hush" not in found.value.message


async def test_kms_says_that_a_key_is_not_there_and_takes_no_alias(aws: Any) -> None:
    gone = AwsKms("arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000")
    await locked(gone.wrap(DATA_KEY, b"place"), "NotFoundException", "LINKWRIGHT_KMS_KEYS")
    for alias in ("alias/hub", "arn:aws:kms:eu-central-1:123456789012:alias/hub", "", "https://kms"):
        with pytest.raises(VaultLocked, match="is not the ARN of a key"):
            AwsKms(alias)


async def test_kms_that_cannot_be_reached_is_given_up_in_time_and_the_loop_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    name = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
    key = AwsKms(name, endpoint="http://127.0.0.1:9", timeout=5)
    await locked(key.wrap(DATA_KEY, b"place"), "EndpointConnectionError", "Check the network")


@pytest.mark.parametrize(("module", "extra"), [("boto3", "kms"), ("hvac", "openbao")])
async def test_a_client_that_is_not_installed_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    name = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
    key = AwsKms(name) if module == "boto3" else Transit("hub", TransitAccess("http://127.0.0.1:9"))
    await locked(key.wrap(DATA_KEY, b"place"), module, f"pip install 'linkwright[{extra}]'")


async def test_transit_gives_back_what_it_wrapped_for_the_same_place_and_key_only(bao: FakeTransit) -> None:
    bao.make("other")
    key = transit(bao)
    wrapped = await key.wrap(DATA_KEY, b"place")
    assert wrapped.startswith(b"vault:v1:")
    assert await transit(bao).unwrap(wrapped, b"place") == DATA_KEY
    for who, text, place in (
        (key, wrapped, b"another"),
        (key, wrapped[:-4] + b"AAAA", b"place"),
        (key, b"junk", b"place"),
        (transit(bao, "other"), wrapped, b"place"),
    ):
        with pytest.raises(WrongMasterKey):
            await who.unwrap(text, place)


async def test_transit_opens_what_an_older_version_of_its_key_wrapped_until_that_is_disallowed(
    bao: FakeTransit,
) -> None:
    key = transit(bao)
    old = await key.wrap(DATA_KEY, b"place")
    bao.make("hub")
    new = await key.wrap(DATA_KEY, b"place")
    assert new.startswith(b"vault:v2:")
    assert await key.unwrap(old, b"place") == await key.unwrap(new, b"place") == DATA_KEY
    bao.oldest["hub"] = 2
    await locked(key.unwrap(old, b"place"), "does not decrypt with that version", "rewrap --fresh")


async def test_transit_takes_an_approle_and_signs_in_again_when_its_token_has_run_out(
    bao: FakeTransit, tmp_path: Path
) -> None:
    (tmp_path / "secret-id").write_text("hub-secret\n")
    key = transit(bao, role_id="hub", secret_id_file=tmp_path / "secret-id")
    wrapped = await key.wrap(DATA_KEY, b"place")
    bao.tokens.clear()
    assert await key.unwrap(wrapped, b"place") == DATA_KEY
    assert [path for path, _ in bao.seen].count("/v1/auth/approle/login") == 2
    (tmp_path / "secret-id").write_text("wrong")
    bao.tokens.clear()
    await locked(key.unwrap(wrapped, b"place"), "refuses the AppRole", "SECRET_ID_FILE")


async def test_transit_reads_its_token_file_anew_when_the_token_is_refused(bao: FakeTransit, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("root\n")
    key = transit(bao, token_file=tmp_path / "token")
    wrapped = await key.wrap(DATA_KEY, b"place")
    bao.tokens = {"another"}
    await locked(key.unwrap(wrapped, b"place"), "refuses the hub's token", "policy")
    (tmp_path / "token").write_text("another\n")
    assert await key.unwrap(wrapped, b"place") == DATA_KEY


async def test_transit_in_a_namespace_is_another_master_key(bao: FakeTransit) -> None:
    bao.namespace = "team"
    key = transit(bao, token=Secret("root"), namespace="team")
    assert await key.unwrap(await key.wrap(DATA_KEY, b"place"), b"place") == DATA_KEY
    assert key.key_id != transit(bao).key_id
    await locked(transit(bao).wrap(DATA_KEY, b"place"), "has nothing mounted at transit")


async def test_transit_says_what_keeps_it_from_doing_it_and_what_to_do(bao: FakeTransit) -> None:
    await locked(transit(bao, "none").wrap(DATA_KEY, b"place"), "has no key none", "correct its name")
    await locked(
        transit(bao, mount="elsewhere", token=Secret("root")).wrap(DATA_KEY, b"p"), "nothing mounted at elsewhere"
    )
    await locked(transit(bao, namespace="").wrap(DATA_KEY, b"p"), "needs a token or an AppRole", "TRANSIT_TOKEN_FILE")
    bao.sealed = True
    await locked(transit(bao).wrap(DATA_KEY, b"place"), "is sealed", "Unseal it")
    nobody = Transit("hub", TransitAccess("http://127.0.0.1:9", token=Secret("root")))
    await locked(nobody.wrap(DATA_KEY, b"place"), "cannot be asked", "LINKWRIGHT_TRANSIT_ADDRESS")


async def test_transit_sends_its_token_to_no_other_address(bao: FakeTransit) -> None:
    with fake_transit() as thief:
        bao.redirects_to = thief.address
        await locked(transit(bao).wrap(DATA_KEY, b"place"), "not a transit engine's", "active server")
        assert thief.seen == []


async def test_a_service_that_hangs_is_given_up_in_time_and_the_loop_goes_on(bao: FakeTransit) -> None:
    bao.hangs.set()
    key = transit(bao, token=Secret("root"), timeout=0.3)
    turns = 0
    waiting = asyncio.ensure_future(key.wrap(DATA_KEY, b"place"))
    # The service goes on hanging until this has ended.
    while not waiting.done():
        await asyncio.sleep(0)
        turns += 1
    bao.hangs.clear()
    await locked(waiting, "did not answer|cannot be asked")
    assert turns > 20


async def test_nothing_secret_shows_in_a_repr_or_an_error(bao: FakeTransit) -> None:
    access = TransitAccess(bao.address, token=Secret("hush-token"), role_id="r", secret_id=Secret("hush-id"))
    key = Transit("hub", access)
    with pytest.raises((VaultLocked, WrongMasterKey)) as found:
        await key.wrap(b"hush-data-key" + bytes(19), b"place")
    assert "hush" not in repr(access) + repr(key) + found.value.message + found.value.remedy
