"""Checks a record without database and hub: each record by its hash, its place and the one before, the whole by what was signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from linkwright.audit.checkpoints import CUT, Checkpoint
from linkwright.audit.keys import PublicKey
from linkwright.audit.model import NOTHING, hash_of, line_of
from linkwright.kit import jsons


@dataclass(frozen=True, slots=True)
class Bad:
    """The first thing that is not as it was written.

    Attributes:
        line: of the file, from 1; None where something is missing at the end.
        chain: whose it is, if that can be told.
        sequence: the record's place, or the place where one is missing.
        id: the record's id.
        why: a sentence.
    """

    why: str
    line: int | None = None
    chain: str | None = None
    sequence: int | None = None
    id: str | None = None


@dataclass(slots=True)
class _Chain:
    sequence: int = 0
    hash: str = NOTHING
    first: int = 0


@dataclass(slots=True)
class Verified:
    """What a check found.

    Attributes:
        records: how many were checked.
        chains: by chain, the first and the last place that were found good.
        signed: by chain, the highest place that a checkpoint vouches for.
        unsealed: ids of records that no holder of the audit key wrote.
        bad: the first bad record; None if all are good.
    """

    records: int = 0
    chains: dict[str, tuple[int, int]] = field(default_factory=dict)
    signed: dict[str, int] = field(default_factory=dict)
    unsealed: list[str] = field(default_factory=list)
    bad: Bad | None = None


class Verifier:
    """Takes records one after another, chain by chain, and finds the first bad one."""

    def __init__(self, checkpoints: Iterable[Checkpoint] = ()) -> None:
        """`checkpoints` are those whose signatures were found good."""
        self._said: dict[str, dict[int, str]] = defaultdict(dict)
        self._cuts: set[tuple[str, int, str]] = set()
        self._chains: dict[str, _Chain] = {}
        self._current: str | None = None
        self.found = Verified()
        self.vouch(checkpoints)

    def vouch(self, checkpoints: Iterable[Checkpoint]) -> None:
        """Take further checkpoints whose signatures were found good."""
        for one in checkpoints:
            known = self._said[one.chain].setdefault(one.sequence, one.hash)
            if known != one.hash and self.found.bad is None:
                self.found.bad = Bad(
                    "two checkpoints of this place contradict each other", None, one.chain, one.sequence
                )
            if one.kind == CUT:
                self._cuts.add((one.chain, one.sequence, one.hash))
            self.found.signed[one.chain] = max(one.sequence, self.found.signed.get(one.chain, 0))

    def take(self, record: dict[str, Any], line: int | None = None) -> bool:
        """Check the next record; False once one is bad."""
        if self.found.bad is None:
            why = self._wrong(record)
            if why is not None:
                told = (record.get("chain"), record.get("sequence"), record.get("id"))
                self.found.bad = Bad(why, line, *told)
        return self.found.bad is None

    def place(self, chain: str) -> int:
        """The last place of a chain that was taken; 0 for none."""
        return self._chains[chain].sequence if chain in self._chains else 0

    def finish(self, chains: Iterable[str] | None = None) -> Verified:
        """What was found, once all records were taken. `chains`: those that were to be there; default: all that were signed."""
        found = self.found
        found.chains = {name: (chain.first, chain.sequence) for name, chain in self._chains.items()}
        for name in sorted(set(found.signed) if chains is None else set(chains) & set(found.signed)):
            signed, chain = found.signed[name], self._chains.get(name)
            last = chain.sequence if chain is not None else 0
            if last < signed and found.bad is None and not (chain is None and self._all_cut(name, signed)):
                found.bad = Bad(
                    f"the chain ends after record {last}, but record {signed} was signed: the end was cut off",
                    None,
                    name,
                    last + 1,
                )
        return found

    def _all_cut(self, name: str, signed: int) -> bool:
        return any(chain == name and sequence >= signed for chain, sequence, _ in self._cuts)

    def _wrong(self, record: dict[str, Any]) -> str | None:
        name, sequence, previous = record.get("chain"), record.get("sequence"), record.get("previous")
        if not isinstance(name, str) or not isinstance(sequence, int) or not isinstance(previous, str):
            return "it is no chained record"
        if hash_of(record) != record.get("hash"):
            return "its content does not fit its hash: it was changed"
        chain = self._chains.get(name)
        if chain is None:
            began = sequence == 1 and previous == NOTHING
            if not began and (name, sequence - 1, previous) not in self._cuts:
                return (
                    f"the chain begins with record {sequence}, and no signed cut says that what came before was deleted"
                )
            chain = _Chain(sequence - 1, previous, sequence)
        elif self._current != name:
            return "its chain had ended before: records were moved"
        if sequence != chain.sequence + 1:
            return f"record {chain.sequence + 1} of the chain was to come here: records were dropped, moved or repeated"
        if previous != chain.hash:
            return "it does not follow the record before it"
        if self._said[name].get(sequence, record["hash"]) != record["hash"]:
            return "a checkpoint of this place has another hash: the record was written anew"
        self._chains[name], self._current = _Chain(sequence, record["hash"], chain.first), name
        self.found.records += 1
        if record.get("sealed") is not True:
            self.found.unsealed.append(str(record.get("id")))
        return None


def verify_lines(
    lines: Iterable[bytes], checkpoints: Iterable[Checkpoint], chains: Iterable[str] | None = None
) -> Verified:
    """Check an export, line by line; every byte of it counts."""
    verifier = Verifier(checkpoints)
    for number, line in enumerate(lines, 1):
        if verifier.found.bad is not None:
            break
        try:
            record = jsons.loads(line)
            exact = isinstance(record, dict) and line_of(record) == line
        except (ValueError, TypeError):
            record, exact = {}, False
        if not exact:
            told = record if isinstance(record, dict) else {}
            verifier.found.bad = Bad(
                "the line is not spelled as records are: it was changed or torn",
                number,
                told.get("chain"),
                told.get("sequence"),
                told.get("id"),
            )
        else:
            verifier.take(record, number)
    return verifier.finish(chains)


def read_checkpoints(lines: Iterable[bytes], keys: Iterable[PublicKey]) -> tuple[list[Checkpoint], Bad | None]:
    """The checkpoints of a file, and the first whose signature is not one of these keys'."""
    by_id = {key.id: key for key in keys}
    good: list[Checkpoint] = []
    for number, line in enumerate(lines, 1):
        one = Checkpoint.read(line)
        if one is None:
            return good, Bad("a line of the checkpoints is none", number)
        key = by_id.get(one.key)
        if key is None or not one.good(key):
            return good, Bad("a checkpoint is not signed by the key that was given", number, one.chain, one.sequence)
        good.append(one)
    return good, None
