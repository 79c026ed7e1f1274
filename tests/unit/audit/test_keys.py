"""The audit key: its file, what it signs, and digests that cannot be guessed without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkwright.audit.errors import AuditKeyMissing, PublicKeyInvalid
from linkwright.audit.keys import AuditKey, PublicKey
from linkwright.vault.errors import KeyFileDamaged, KeyFileUnsafe


def test_the_first_opening_makes_a_private_file_and_later_ones_read_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "audit.key"
    with pytest.raises(AuditKeyMissing):
        AuditKey.existing(path)
    first = AuditKey.open(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert AuditKey.existing(path).public.id == first.public.id
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_others_can_reach_or_that_is_something_else_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "audit.key"
    AuditKey.open(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileUnsafe):
        AuditKey.open(path)
    path.chmod(0o600)
    path.write_text("something else")
    with pytest.raises(KeyFileDamaged):
        AuditKey.open(path)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileUnsafe):
        AuditKey.open(path)


def test_what_an_earlier_key_signed_is_trusted_where_an_operator_says_so(tmp_path: Path) -> None:
    path, lost = tmp_path / "audit.key", AuditKey(b"l" * 32)
    assert AuditKey.open(path).trusts(lost.public.id) is None
    path.write_text(path.read_text() + f"former: {lost.public.text}\n")
    trusted = AuditKey.open(path).trusts(lost.public.id)
    assert trusted is not None
    assert trusted.signed(b"word", lost.sign(b"word"))


def test_a_public_key_is_read_from_its_word_and_from_nothing_else() -> None:
    public = AuditKey(b"k" * 32).public
    assert PublicKey.read(f" {public.text}\n").id == public.id
    for wrong in ("", "lwaudit_", "lwaudit_x", "ä", public.text[:-3]):
        with pytest.raises(PublicKeyInvalid):
            PublicKey.read(wrong)


def test_digests_differ_by_project_and_by_key() -> None:
    one, other = AuditKey(b"k" * 32), AuditKey(b"o" * 32)
    digests = {one.digest("prj_1", b"{}"), one.digest("prj_2", b"{}"), other.digest("prj_1", b"{}")}
    assert len(digests) == 3
    assert one.digest("prj_1", b"{}") == AuditKey(b"k" * 32).digest("prj_1", b"{}")
