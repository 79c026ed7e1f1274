"""The parts of signing in that need no database: codes, names, addresses, tokens of a session."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from linkwright.access.errors import CsrfRefused, PasswordTooWeak
from linkwright.access.members import checked_email, checked_name
from linkwright.access.passwords import Passwords
from linkwright.access.scopes import ROLES
from linkwright.access.sessions.model import Seen, SignedIn
from linkwright.access.sessions.service import check_csrf
from linkwright.access.tries.brake import Brake, _name, _place, _refusal
from linkwright.access.two_step import codes
from linkwright.access.two_step.service import _plain
from linkwright.errors import Unprocessable
from linkwright.kit.ids import token_hash
from linkwright.kit.secret import Secret

NOW = datetime(2026, 11, 24, 12, 0, 10, tzinfo=UTC)
SECRET = Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


@pytest.mark.parametrize(("away", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_is_taken_from_the_step_before_to_the_step_after(away: int, taken: bool) -> None:
    at = NOW + timedelta(seconds=away)
    step = codes.step_of(SECRET, pyotp.TOTP(SECRET.reveal()).at(at), NOW)
    assert step == (int(at.timestamp()) // 30 if taken else None)
    assert codes.step_of(SECRET, "abcdef", NOW) is None


def test_a_new_secret_has_160_bits_and_is_another_each_time() -> None:
    made = {codes.new_secret().reveal() for _ in range(20)}
    assert len(made) == 20
    assert all(re.fullmatch("[A-Z2-7]{32}", one) for one in made)


def test_an_app_is_told_whose_code_it_is_and_a_colon_cannot_split_the_name() -> None:
    address = codes.address_of(SECRET, "ann@example.com", "Acme: North")
    assert address == (
        f"otpauth://totp/Linkwright%20%28Acme%20%20North%29:ann%40example.com?secret={SECRET.reveal()}"
        "&issuer=Linkwright%20%28Acme%20%20North%29"
    )


def test_the_picture_is_an_svg_element_dark_on_light_with_a_quiet_zone() -> None:
    picture = codes.picture_of("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP")
    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "viewBox" in picture
    assert 'fill="#fff"' in picture
    assert 'stroke="#000"' in picture
    size = int(re.findall(r'viewBox="0 0 (\d+) ', picture)[0])
    assert size % 4 == 0
    assert (size // 4 - 8 - 17) % 4 == 0  # modules of a QR code, beside four of margin on either side


def test_ten_recovery_codes_are_made_of_letters_that_nobody_takes_for_one_another() -> None:
    made = [one.reveal() for one in codes.new_recovery_codes()]
    assert len(set(made)) == 10
    assert all(re.fullmatch(r"([A-HJKMNP-TV-Z2-9]{4}-){5}[A-HJKMNP-TV-Z2-9]{4}", one) for one in made)


def test_a_recovery_code_is_known_however_it_is_typed() -> None:
    kept = codes.recovery_hash("ABCD-EFGH-JKMN-PQRS")
    assert kept == codes.recovery_hash(" abcd efgh-jkmnpqrs ") == token_hash("ABCDEFGHJKMNPQRS")
    assert kept != codes.recovery_hash("ABCD-EFGH-JKMN-PQRT")


def test_blanks_in_a_code_do_not_count_and_half_a_character_breaks_nothing() -> None:
    assert _plain(" 123 456\n") == "123456"
    assert _plain("12\ud800") == "12?"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", str(0x2001_0DB8_0001_0002)),
        ("2001:db8:1:2::", str(0x2001_0DB8_0001_0002)),
        ("2001:db8:1:3::", str(0x2001_0DB8_0001_0003)),
        ("unix socket", "unix socket"),
        ("", ""),
    ],
)
def test_an_ipv6_home_is_one_place_and_an_ipv4_address_another(address: str, place: str) -> None:
    assert _place(address) == place


def test_what_tries_are_counted_under_is_kept_as_a_hash_that_no_other_parts_give() -> None:
    assert _name("pair", "a", "b") == token_hash("pair\0a\0b")
    assert len({_name("pair", "a", "b"), _name("pair", "ab"), _name("a", "pair", "b")}) == 3
    assert _name("email", "\ud800") == token_hash("email\0?")


def test_a_second_step_has_ten_free_tries_and_the_old_password_five() -> None:
    assert [(one.name, one.free) for one in Brake.of_code("mem_1")] == [(token_hash("code\0mem_1"), 10)]
    assert [(one.name, one.free) for one in Brake.of_password("mem_1")] == [(token_hash("password\0mem_1"), 5)]


def test_a_refusal_says_for_how_long_in_words_header_and_body() -> None:
    refusal = _refusal(7)
    assert refusal.message == "Too many wrong tries. Try again in 7 seconds."
    assert (refusal.headers, refusal.extra) == ({"Retry-After": "7"}, {"retry_after": 7})


def test_where_somebody_signs_in_from_is_shortened_and_made_plain() -> None:
    assert Seen.of("a" * 70, "b\x00\n" * 400) == Seen("a" * 64, "b" * 300)
    assert Seen.of(None, None) == Seen("", "") == Seen()


MEMBER = SignedIn("mem_1", "Ann", "a@example.com", "developer", "org_1", "Acme", 7, "csrf-token", "mses_1")


def test_a_member_is_the_principal_of_a_project_with_the_rights_of_the_role() -> None:
    made = MEMBER.principal("prj_1")
    assert (made.kind, made.id, made.name, made.project_id) == ("member", "mem_1", "Ann", "prj_1")
    assert (made.organization_id, made.organization_wire_id, made.role) == ("org_1", 7, "developer")
    assert made.scopes == ROLES["developer"]
    assert (made.reference, made.person, made.goes_by) == (
        "member:mem_1",
        "mem_1",
        ("member:mem_1", "role:developer"),
    )


@pytest.mark.parametrize("sent", [None, "", "csrf-toke", "csrf-tokenx", "ĉsrf-token"])
def test_a_change_without_the_sessions_own_token_is_refused(sent: str | None) -> None:
    with pytest.raises(CsrfRefused):
        check_csrf(MEMBER, sent)
    check_csrf(MEMBER, "csrf-token")


@pytest.mark.parametrize("text", [" Ann ", "x" * 100, "Łucja 李"])
def test_a_name_is_taken_without_blanks_around_it(text: str) -> None:
    assert checked_name(text) == text.strip()


@pytest.mark.parametrize("text", ["", "   ", "x" * 101, "a\nb", "a\x00"])
def test_a_name_that_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(Unprocessable, match=r"^Give a name of 1 to 100 characters\.") as found:
        checked_name(text)
    assert found.value.extra == {"field": "name"}


@pytest.mark.parametrize("text", ["a@b.c", " Ann@Example.COM ", f"{'x' * 242}@example.com"])
def test_an_email_is_kept_in_small_letters(text: str) -> None:
    assert checked_email(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@b.c",
        "a@",
        "a@b",
        "a@.b",
        "a@b.",
        "a b@c.d",
        "a@b.c\n\x00d",
        "a\u00a0@b.c",
        f"{'x' * 243}@example.com",
    ],
)
def test_what_is_no_email_is_refused_and_quoted_in_part(text: str) -> None:
    with pytest.raises(Unprocessable) as found:
        checked_email(text)
    assert found.value.message == f"“{text.strip()[:80]}” is not an e-mail address."
    assert found.value.extra == {"field": "email"}


@pytest.mark.anyio
async def test_a_password_has_twelve_characters_of_four_kinds_at_least_and_fits_only_what_was_stored() -> None:
    passwords = Passwords()
    # As short and of as few characters as may be.
    least = "qzqxkzqkxqkz"
    assert (len(least), len(set(least))) == (12, 4)
    stored = await passwords.hash(Secret(least))
    assert await passwords.check(stored, Secret(least))
    for weak in (least[:-1], least.replace("x", "z")):
        with pytest.raises(PasswordTooWeak) as found:
            await passwords.hash(Secret(weak))
        assert found.value.message == PasswordTooWeak().message
    for nobody in (None, "", "no hash"):
        assert not await passwords.check(nobody, Secret(least))
    assert not await passwords.check(None, Secret("nobody has this password"))
    with pytest.raises(PasswordTooWeak) as found:
        await passwords.hash(Secret("abcdefgh" * 200))
    assert found.value.message == "A password may have at most 1,024 characters."
    assert found.value.remedy == "Choose a shorter one."
