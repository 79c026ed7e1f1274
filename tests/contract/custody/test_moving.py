"""The master key moves from provider to provider while everything opens, by the settings that an operator writes."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest
from moto import mock_aws
from structlog.testing import capture_logs

from linkwright.cli.backup import _entries
from linkwright.custody.destroying import Destroying
from linkwright.custody.key_files import drop_key_file
from linkwright.custody.opening import MasterKeys
from linkwright.custody.rotation import Rotation
from linkwright.kit.secret import Secret
from linkwright.settings import Settings
from linkwright.store.database import Database
from linkwright.vault import passphrase
from linkwright.vault.errors import VaultLocked
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.key_text import write_key_text
from linkwright.vault.vault import Vault
from tests.contract.custody.world import World
from tests.unit.vault.fake_transit import fake_transit

pytestmark = pytest.mark.anyio
WORDS = "five words drawn at random"


class Operator:
    """Starts processes with settings, and moves the key."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.settings = Settings(data=folder)

    def set(self, **values: object) -> None:
        """Change the settings, as for the next start."""
        self.settings = Settings(**{**self.settings.model_dump(), **values})

    def keys(self) -> MasterKeys:
        """What a process that starts now finds."""
        return MasterKeys(self.settings, self.world.database, self.world.clock)

    async def move(self, to: str) -> str:
        """Have a new master key, and destroy the former one."""
        keys = self.keys()
        vault = await keys.open()
        former = vault.ring.ids[0]
        before = await self.keys().open()
        rotation = Rotation(self.world.database, vault, self.world.clock)
        made = await rotation.master_key(lambda known: keys.make(to, known))
        assert await self.world.opened(before) == self.world.secrets
        assert await self.world.opened(await self.keys().open()) == self.world.secrets
        await Destroying(self.world.database, vault, self.world.clock).master_key(former)
        drop_key_file(self.settings.key_path(), keys.files(), former, made)
        return made

    async def opens(self) -> Vault:
        """A process that starts now, in which everything opens."""
        vault = await self.keys().open()
        assert await self.world.opened(vault) == self.world.secrets
        return vault


@pytest.fixture
async def operator(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.setattr(passphrase, "COST", 2**14)
    monkeypatch.setattr(passphrase.PassphraseKey.create.__func__, "__defaults__", (2**14,))
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    key = folder / "master.key"
    key.write_text(write_key_text("mk_old", b"o" * 32))
    key.chmod(0o600)
    return Operator(await World(database).fill(), folder)


@pytest.mark.promise("vault.providers")
async def test_the_master_key_moves_through_every_provider_and_back_and_everything_opens(
    operator: Operator, tmp_path: Path
) -> None:
    (tmp_path / "passphrase").write_text(WORDS + "\n")
    with mock_aws(), fake_transit() as bao:
        bao.make("hub")
        arn = boto3.session.Session(region_name="eu-central-1").client("kms").create_key()["KeyMetadata"]["Arn"]
        operator.set(master_passphrase_file=tmp_path / "passphrase")
        await operator.move("passphrase")
        assert not (operator.folder / "master.key").exists()
        vault = await operator.opens()
        assert [key.kind for key in vault.ring.keys] == ["passphrase"]
        operator.set(kms_keys=[arn])
        await operator.move("kms")
        operator.set(master_passphrase_file=None)
        assert [key.kind for key in (await operator.opens()).ring.keys] == ["kms"]
        assert _entries(vault.ring.keys) == {}
        operator.set(
            transit_address=bao.address, transit_keys=["hub"], transit_role_id="hub", transit_secret_id="hub-secret"
        )
        await operator.move("transit")
        operator.set(kms_keys=[])
        vault = await operator.opens()
        assert [key.kind for key in vault.ring.keys] == ["transit"]
        # A new version of the key in the service: what the old one wrapped is wrapped anew, and it can go.
        bao.make("hub")
        await Rotation(operator.world.database, vault, operator.world.clock).rewrap(fresh=True)
        bao.oldest["hub"] = 2
        await operator.opens()
        made = await operator.move("file")
        operator.set(transit_address=None, transit_keys=[])
        assert (await operator.opens()).ring.ids == (made,)


@pytest.mark.promise("vault.providers")
async def test_a_passphrase_takes_anothers_place_while_the_file_has_both(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text(WORDS + "\n")
    operator.set(master_passphrase_file=tmp_path / "passphrase")
    await operator.move("passphrase")
    (tmp_path / "passphrase").write_text(f"another one of five words\n{WORDS}\n")
    await operator.move("passphrase")
    (tmp_path / "passphrase").write_text("another one of five words\n")
    await operator.opens()
    (tmp_path / "passphrase").write_text("a wrong one of five words\n")
    with pytest.raises(VaultLocked, match="is not the one of master key"):
        await operator.keys().open()
    operator.set(master_passphrase_file=None)
    with pytest.raises(VaultLocked, match="none was given"):
        await operator.keys().open()


async def test_the_file_of_a_new_key_takes_the_main_name_when_the_former_one_goes(operator: Operator) -> None:
    made = await operator.move("file")
    assert [path.name for path in operator.folder.iterdir() if "key" in path.name] == ["master.key"]
    assert LocalKeyFile(operator.folder / "master.key").key_id == made
    await operator.opens()


async def test_a_process_finds_the_file_of_a_new_key_when_it_first_needs_it(operator: Operator) -> None:
    running = await operator.keys().open()
    await operator.move("file")
    # It has read the key file before anything was moved, and has opened no data key yet.
    assert await operator.world.opened(running) == operator.world.secrets


async def test_the_database_cannot_have_a_key_of_its_choice_used(operator: Operator, tmp_path: Path) -> None:
    from linkwright.custody import repository

    planted = "arn:aws:kms:eu-central-1:999999999999:key/00000000-0000-0000-0000-000000000000"
    async with operator.world.database.write() as tx:
        for kind in ("kms", "transit", "file"):
            named = {"id": f"mk_{kind}", "provider": kind, "label": planted, "parameters": {"address": "http://thief"}}
            await repository.add_master_key(tx, named, operator.world.clock.now())
    vault = await operator.opens()
    assert vault.ring.ids == ("mk_old",)


async def test_settings_show_no_passphrase_and_no_token() -> None:
    settings = Settings(master_passphrase="hush hush hush", transit_token="hush", transit_secret_id="hush")
    assert "hush" not in repr(settings) + settings.model_dump_json()
    assert Secret("hush") == Secret(settings.transit_token.get_secret_value() if settings.transit_token else "")


async def test_a_setting_that_names_another_provider_than_the_one_that_holds_the_key_is_told(
    operator: Operator,
) -> None:
    with capture_logs() as quiet:
        await operator.keys().open()
        operator.settings = Settings(data=operator.folder, key_provider="file")
        await operator.keys().open()
    operator.settings = Settings(data=operator.folder, key_provider="kms")
    with capture_logs() as logs:
        await operator.opens()
    assert quiet == []
    assert [(log["event"], log["set"], log["holds_the_key"]) for log in logs] == [
        ("key_provider_differs", "kms", "file")
    ]
    assert "linkwright vault rotate --to kms" in logs[0]["hint"]
