"""Tampering with an export of the record, in every way that there is, shows; and the first bad record is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.audit.checkpoints import CUT
from linkwright.audit.keys import AuditKey
from linkwright.audit.model import NOTHING, hash_of, line_of
from linkwright.audit.verifying import Verified, read_checkpoints, verify_lines
from linkwright.kit import jsons
from tests.unit.audit.chains import KEY, checkpoint, lines, records

COUNT = 8
RECORDS = records("prj_1", COUNT)
WHOLE = [line_of(one) for one in RECORDS]
SIGNED = [checkpoint(RECORDS[3]), checkpoint(RECORDS[-1])]
places = st.integers(0, COUNT - 1)


def check(changed: list[bytes]) -> Verified:
    return verify_lines(b"".join(changed).splitlines(keepends=True), SIGNED)


@pytest.mark.promise("audit.tampering-shows")
def test_a_whole_record_is_found_good_with_the_places_that_were_checked() -> None:
    found = check(WHOLE)
    assert (found.bad, found.records, found.chains, found.unsealed) == (None, COUNT, {"prj_1": (1, COUNT)}, [])


@given(places, st.data())
def test_any_byte_that_is_changed_is_found_at_its_record(at: int, data: st.DataObject) -> None:
    line = WHOLE[at]
    where = data.draw(st.integers(0, len(line) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != line[where]))
    changed = [*WHOLE[:at], line[:where] + bytes([byte]) + line[where + 1 :], *WHOLE[at + 1 :]]
    bad = check(changed).bad
    assert bad is not None
    # Two lines that become one by a lost line break are found at the first of them; so is one that becomes two.
    assert bad.line == at + 1


@given(places, st.data())
def test_any_byte_that_is_added_or_taken_away_is_found_at_its_record(at: int, data: st.DataObject) -> None:
    line = WHOLE[at]
    where = data.draw(st.integers(0, len(line) - 1))
    added = data.draw(st.binary(max_size=3))
    taken = line[:where] + added + line[where + (0 if added else 1) :]
    bad = check([*WHOLE[:at], taken, *WHOLE[at + 1 :]]).bad
    assert bad is not None
    assert bad.line == at + 1


@given(places)
def test_a_record_that_is_dropped_is_named_by_its_place(at: int) -> None:
    bad = check([*WHOLE[:at], *WHOLE[at + 1 :]]).bad
    assert bad is not None
    # Of the first one dropped what is left begins in the middle; of the last one, the signature says that it was there.
    assert bad.sequence == (at + 1 if at == COUNT - 1 else at + 2)
    assert bad.line == (None if at == COUNT - 1 else at + 1)


@given(st.lists(places, min_size=2, max_size=2, unique=True))
def test_two_records_that_change_places_are_found_at_the_first_of_them(both: list[int]) -> None:
    first, second = sorted(both)
    changed = list(WHOLE)
    changed[first], changed[second] = changed[second], changed[first]
    bad = check(changed).bad
    assert bad is not None
    assert bad.line == first + 1


@given(places, st.integers(0, COUNT))
def test_a_record_that_stands_twice_is_found(which: int, where: int) -> None:
    bad = check([*WHOLE[:where], WHOLE[which], *WHOLE[where:]]).bad
    assert bad is not None
    # Right behind or before itself the second of the two is the one too many.
    assert bad.line == (where + 2 if where == which else where + 1)


@given(st.integers(0, COUNT - 1))
def test_an_end_that_was_cut_off_is_found_by_what_was_signed(left: int) -> None:
    bad = check(WHOLE[:left]).bad
    assert bad is not None
    assert (bad.line, bad.chain, bad.sequence) == (None, "prj_1", left + 1)


@given(st.integers(0, COUNT - 1))
def test_a_record_that_is_written_anew_with_all_behind_it_contradicts_what_was_signed(at: int) -> None:
    forged, last = list(RECORDS[:at]), RECORDS[at - 1]["hash"] if at else NOTHING
    for record in RECORDS[at:]:
        changed = {**record, "principal_name": "somebody else", "previous": last}
        forged.append({**changed, "hash": hash_of(changed)})
        last = forged[-1]["hash"]
    bad = check([line_of(one) for one in forged]).bad
    assert bad is not None
    assert bad.sequence == (4 if at <= 3 else COUNT)
    assert verify_lines((line_of(one) for one in forged), []).bad is None  # which is why checkpoints are kept elsewhere


def test_what_was_cut_by_age_is_vouched_for_by_a_signed_cut_and_by_nothing_else() -> None:
    rest = WHOLE[4:]
    assert verify_lines(rest, [checkpoint(RECORDS[3], CUT), SIGNED[1]]).bad is None
    assert verify_lines(rest, SIGNED).bad is not None
    bad = verify_lines(rest[1:], [checkpoint(RECORDS[3], CUT)]).bad
    assert bad is not None
    assert bad.sequence == 6


def test_chains_of_several_projects_in_one_file_are_told_apart_and_none_may_be_missing() -> None:
    other = records("prj_2", 3)
    signed = [*SIGNED, checkpoint(other[-1])]
    both = [*WHOLE, *map(line_of, other)]
    assert verify_lines(both, signed).chains == {"prj_1": (1, COUNT), "prj_2": (1, 3)}
    missing = verify_lines(WHOLE, signed).bad
    assert missing is not None
    assert (missing.chain, missing.sequence) == ("prj_2", 1)
    torn = verify_lines([*WHOLE[:4], line_of(other[0]), *WHOLE[4:]], signed).bad
    assert torn is not None
    assert torn.line == 6


def test_a_record_that_nobody_with_the_audit_key_wrote_is_told_of() -> None:
    foreign = {**RECORDS[0], "sealed": False}
    foreign["hash"] = hash_of(foreign)
    found = verify_lines([line_of(foreign)], [])
    assert (found.bad, found.unsealed) == (None, [foreign["id"]])


def test_checkpoints_count_only_with_the_signature_of_the_key_that_was_given() -> None:
    stranger = AuditKey(b"s" * 32)
    good, bad = read_checkpoints([one.line() for one in SIGNED], [KEY.public])
    assert (len(good), bad) == (2, None)
    assert read_checkpoints([SIGNED[0].line()], [stranger.public])[1] is not None
    line = SIGNED[0].line()
    moved = jsons.canonical({**jsons.loads(line), "sequence": 3}) + b"\n"
    assert read_checkpoints([moved], [KEY.public])[1] is not None
    assert read_checkpoints([b"{}\n"], [KEY.public])[1] is not None
    assert lines(count=1)  # the export and the checkpoints are different files
    assert read_checkpoints(lines(count=1), [KEY.public])[1] is not None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_nonsense_is_called_bad_and_breaks_nothing(value: object) -> None:
    try:
        line = jsons.dumpb(value) + b"\n"
    except TypeError:
        return
    assert verify_lines([line], []).bad is not None
