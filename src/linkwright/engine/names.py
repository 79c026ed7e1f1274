"""From what people call things to the ids that the provider wants: one query for all names of a call, kept for minutes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.compiled import Action, Call, Connector, Input
from linkwright.connectors.kinds import Found, Kind, Search, merged
from linkwright.connectors.refusals import walk
from linkwright.engine.errors import InvalidArguments, MissingRight
from linkwright.engine.plan import planned
from linkwright.engine.send import Sender
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.words import did_you_mean, listed

KEPT_SECONDS = 300.0
_MOST_KEPT = 20_000
_MOST_NAMES = 100
_MOST_SHOWN = 10
Asked = tuple[str, str]
"""A kind and what the caller wrote."""


class NameCache:
    """Ids found for names, per account, for five minutes; the oldest go first when there are 20,000."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[Any, ...], tuple[float, str]] = OrderedDict()

    def get(self, *key: Any) -> str | None:
        """The id kept for this account, connector version, kind, text and surroundings."""
        found = self._kept.get(key)
        if found is None or found[0] < self._clock.monotonic():
            return None
        return found[1]

    def keep(self, found: str, *key: Any) -> None:
        """Keep an id."""
        self._kept[key] = (self._clock.monotonic() + KEPT_SECONDS, found)
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def forget(self, account: str) -> None:
        """Drop what is kept for an account, as when the provider no longer knows an id."""
        for key in [key for key in self._kept if key[0] == account]:
            del self._kept[key]


@dataclass(slots=True)
class _Names:
    """One call's names on their way to ids."""

    connector: Connector
    account: str
    cache: NameCache
    sender: Sender
    single: set[Asked] = field(default_factory=set)
    around: dict[str, str] = field(default_factory=dict)
    ids: dict[Asked, str] = field(default_factory=dict)
    found: dict[Asked, Found] = field(default_factory=dict)

    def key(self, kind: Kind, text: str) -> tuple[Any, ...]:
        inside = tuple(self.around.get(other, "") for other in kind.within)
        return (self.account, self.connector.hash, kind.key, text.strip().casefold(), inside)

    async def ask(self, wanted: Iterable[Asked], *, near: bool = False) -> dict[Asked, Found]:
        """Candidates for each of these, by one query."""
        asked = list(wanted)
        kinds = [self.connector.kinds[kind] for kind, _ in asked]
        searches = [
            ((kind.near if near else None) or kind.find, text) for kind, (_, text) in zip(kinds, asked, strict=True)
        ]
        document, variables = merged(searches)
        call = _call(self.connector, document, [search for search, _ in searches])
        answer = await self.sender.answer(planned(self.connector.key, "", "read", call, variables))
        data = answer.data or {}
        return {one: Found.read(data.get(f"r{index}"), searches[index][0].at) for index, one in enumerate(asked)}


async def resolve_names(
    connector: Connector, action: Action, arguments: Mapping[str, Any], account: str, cache: NameCache, sender: Sender
) -> dict[str, Any]:
    """The arguments with ids in place of names.

    Raises:
        InvalidArguments: a name is unknown or means several things; the message and `candidates` say which there are.
        EngineError: the provider could not be asked.
    """
    names = _Names(connector, account, cache, sender)
    arguments = {name: _trimmed(action.inputs[name], value) for name, value in arguments.items()}
    wanted = _wanted(action, arguments, connector)
    if not wanted:
        return dict(arguments)
    if len(wanted) > _MOST_NAMES:
        raise InvalidArguments(f"The call names {len(wanted)} things; {_MOST_NAMES} is the most. Give ids instead.")
    ordered = _ordered(wanted, connector)
    names.single = {
        (action.inputs[name].kind, value) for name in action.named if isinstance(value := arguments.get(name), str)
    } | _of_all_items(action, arguments)
    _surround(names, action, arguments)
    missing = _from_cache(names, ordered)
    if missing:
        contexts = _contexts(names, action, arguments, missing)
        try:
            names.found = await names.ask(dict.fromkeys([*missing, *contexts]))
        except MissingRight as refused:
            hint = "Names could not be looked up with this credential: give ids, or reconnect with the right to read."
            raise MissingRight(refused.message, hint=hint, calls=sender.calls) from refused
        _take_contexts(names, contexts)
        for one in missing:
            await _settle(names, one)
    return {name: _replaced(names, action, name, value) for name, value in arguments.items()}


def _wanted(action: Action, arguments: Mapping[str, Any], connector: Connector) -> list[Asked]:
    found: dict[Asked, None] = {}
    for name in action.named:
        for key, text in _named_in(action.inputs[name], arguments.get(name)):
            if not connector.kinds[key].is_id(text):
                found[(key, text)] = None
    return list(found)


def _named_in(spec: Input, value: Any) -> list[Asked]:
    """Every kind and text in the value of an input that takes names."""
    if spec.kind:
        return [(spec.kind, text) for text in _texts(value)]
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return [(kind, text) for item in items for name, kind in spec.item_kinds.items() for text in _texts(item.get(name))]


def _trimmed(spec: Input, value: Any) -> Any:
    """The value with names and ids in it free of the blanks around them, which nothing is called by."""
    if spec.kind:
        return value.strip() if isinstance(value, str) else _each_trimmed(value)
    if not spec.item_kinds or not isinstance(value, list):
        return value
    return [
        {name: one.strip() if name in spec.item_kinds and isinstance(one, str) else one for name, one in item.items()}
        if isinstance(item, dict)
        else item
        for item in value
    ]


def _each_trimmed(value: Any) -> Any:
    return [one.strip() if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _ordered(wanted: list[Asked], connector: Connector) -> list[Asked]:
    """What others are narrowed by comes first."""
    return sorted(wanted, key=lambda one: len(connector.kinds[one[0]].within))


def _of_all_items(action: Action, arguments: Mapping[str, Any]) -> set[Asked]:
    """What every item of a list names alike, such as one team for all issues, so that states are looked for there."""
    found: set[Asked] = set()
    for name in action.named:
        for key in action.inputs[name].item_kinds:
            said = {item.get(key) for item in arguments.get(name) or () if isinstance(item, dict)}
            if len(said) == 1 and isinstance(one := said.pop(), str):
                found.add((action.inputs[name].item_kinds[key], one))
    return found


def _surround(names: _Names, action: Action, arguments: Mapping[str, Any]) -> None:
    """Note the ids that the call itself gives, and what is known of the things that it is about."""
    for name in action.named:
        value = arguments.get(name)
        if not isinstance(value, str):
            continue
        kind = names.connector.kinds[action.inputs[name].kind]
        if kind.match and kind.is_id(value):
            names.around.setdefault(kind.key, value)
        for other in kind.gives:
            known = names.cache.get(*_gift(names, kind, value, other))
            if known:
                names.around.setdefault(other, known)


def _gift(names: _Names, kind: Kind, text: str, other: str) -> tuple[Any, ...]:
    return (names.account, names.connector.hash, kind.key, text.strip().casefold(), other)


def _from_cache(names: _Names, ordered: list[Asked]) -> list[Asked]:
    missing: list[Asked] = []
    unsettled = {kind for kind, _ in ordered}
    for one in ordered:
        kind = names.connector.kinds[one[0]]
        waits = any(other in unsettled and other not in names.around for other in kind.within)
        kept = None if waits else names.cache.get(*names.key(kind, one[1]))
        if kept is None:
            missing.append(one)
        else:
            _found(names, one, kept)
    return missing


def _contexts(names: _Names, action: Action, arguments: Mapping[str, Any], missing: list[Asked]) -> list[Asked]:
    """Things that the call is about and that tell what its names are narrowed by, such as the issue its team."""
    needed = {other for kind, _ in missing for other in names.connector.kinds[kind].within}
    needed -= names.around.keys() | {kind for kind, _ in missing}
    asked: list[Asked] = []
    for name in action.named:
        value = arguments.get(name)
        if not isinstance(value, str):
            continue
        kind = names.connector.kinds[action.inputs[name].kind]
        if needed & kind.gives.keys():
            asked.append((kind.key, value))
            needed -= kind.gives.keys()
    return asked


def _take_contexts(names: _Names, contexts: list[Asked]) -> None:
    for one in contexts:
        kind = names.connector.kinds[one[0]]
        for candidate in names.found[one].candidates[:1]:
            for other, path in kind.gives.items():
                value = walk(candidate, path)
                if isinstance(value, str):
                    names.around.setdefault(other, value)
                    names.cache.keep(value, *_gift(names, kind, one[1], other))


async def _settle(names: _Names, one: Asked) -> None:
    kind = names.connector.kinds[one[0]]
    candidates = names.found[one].candidates
    chosen = kind.chosen(one[1], candidates, names.around)
    if len(chosen) == 1:
        # The key is made only now that all that narrows the kind is settled.
        _found(names, one, str(chosen[0]["id"]))
        names.cache.keep(str(chosen[0]["id"]), *names.key(kind, one[1]))
        return
    if len(chosen) > 1:
        raise _ambiguous(names, kind, one[1], chosen)
    proposed = candidates
    if kind.near:
        proposed = (await names.ask([one], near=True))[one].candidates
    raise _unknown(names, kind, one[1], proposed)


def _found(names: _Names, one: Asked, found: str) -> None:
    names.ids[one] = found
    if one in names.single:
        names.around.setdefault(one[0], found)


def _ambiguous(names: _Names, kind: Kind, text: str, chosen: list[Mapping[str, Any]]) -> InvalidArguments:
    shown = [_shown(kind, one) for one in chosen[:_MOST_SHOWN]]
    said = listed(f"{one['name']} ({one['id']})" for one in shown)
    return InvalidArguments(
        f"{text!r} means {len(chosen)} {_plural(kind)}: {said}.",
        hint="Give the id of the one that is meant.",
        extra={"candidates": shown},
        calls=names.sender.calls,
    )


def _unknown(names: _Names, kind: Kind, text: str, proposed: list[dict[str, Any]]) -> InvalidArguments:
    here = kind.fitting(proposed, names.around)
    known = {kind.named(one): one for one in here}
    guess = did_you_mean(text, kind.spellings(here))
    near = [one for name, one in known.items() if name and text.strip().casefold() in name.casefold()] or here
    shown = [_shown(kind, one) for one in near[:_MOST_SHOWN]]
    said = f" There are {listed(one['name'] for one in shown)}." if shown and not guess else ""
    return InvalidArguments(
        f"There is no {_singular(kind)} {text[:80]!r}.{guess}{said}",
        hint=f"{kind.list_action} lists them." if kind.list_action else "Give the id.",
        extra={"candidates": shown},
        calls=names.sender.calls,
    )


def _shown(kind: Kind, candidate: Mapping[str, Any]) -> dict[str, str]:
    return {"id": str(candidate["id"]), "name": kind.named(candidate).strip()}


def _singular(kind: Kind) -> str:
    return kind.key.replace("_", " ")


def _plural(kind: Kind) -> str:
    word = _singular(kind)
    return f"{word}es" if word.endswith("s") else f"{word}s"


def _replaced(names: _Names, action: Action, name: str, value: Any) -> Any:
    if name not in action.named:
        return value
    spec = action.inputs[name]
    if spec.kind:
        return _with_ids(names, spec.kind, value)
    if not isinstance(value, list):
        return value
    return [
        {key: _with_ids(names, spec.item_kinds.get(key, ""), inner) for key, inner in item.items()}
        if isinstance(item, dict)
        else item
        for item in value
    ]


def _with_ids(names: _Names, kind: str, value: Any) -> Any:
    if isinstance(value, list):
        return [names.ids.get((kind, one), one) if isinstance(one, str) else one for one in value]
    return names.ids.get((kind, value), value) if isinstance(value, str) else value


def _call(connector: Connector, document: str, searches: list[Search]) -> Call:
    known = connector.account.call
    operation = ", ".join(dict.fromkeys(search.operation for search in searches))
    head = b'{"query":' + jsons.dumpb(document) + b',"variables":'
    rates = connector.counted(search.operation.removeprefix("query ") for search in searches)
    return Call(operation.replace(", query ", ", "), "", document, known.url, known.host, head, rates)
