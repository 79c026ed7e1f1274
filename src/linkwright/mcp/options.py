"""What the address of the MCP face may say in its query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from linkwright.actions.wire import Lines, header
from linkwright.kit.words import did_you_mean, listed
from linkwright.mcp.faults import INVALID_PARAMS, Fault

STYLES = ("nested", "flat_prefixed", "flat_smart")
MODES = ("individual", "search_execute")
MOST_ACCOUNTS = 20
_ACCOUNT = b"x-account-id"


@dataclass(frozen=True, slots=True)
class Options:
    """How tools are shown, and to which accounts they belong."""

    style: str = "nested"
    mode: str = "individual"
    instructions: bool = True
    accounts: tuple[str, ...] = ()

    @property
    def searched(self) -> bool:
        """Whether actions are found and run through two tools, instead of being tools themselves."""
        return self.mode == "search_execute"

    def check(self) -> None:
        """Refuse what no tool list can be made for.

        Raises:
            Fault: an unknown style or mode.
        """
        if self is _DEFAULT:
            return
        _known("param-style", self.style, STYLES)
        _known("tool-mode", self.mode, MODES)


_DEFAULT = Options()


def read_options(query: bytes) -> Options:
    """The options of a query string. Of two equal names the first counts; accounts may be named several times."""
    if not query:
        return _DEFAULT
    given: dict[str, str] = {}
    accounts: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(query.decode("latin-1"), max_num_fields=50):
            given.setdefault(name.lower(), value.strip())
            accounts.setdefault(name.lower(), []).append(value)
    except ValueError:
        return _DEFAULT
    return Options(
        style=given.get("param-style") or _DEFAULT.style,
        mode=given.get("tool-mode") or _DEFAULT.mode,
        instructions=given.get("instructions", "on").lower() not in {"off", "false", "0"},
        accounts=_ids(accounts.get("x-account-id", [])) or _ids(accounts.get("account_id", [])),
    )


def accounts_of(lines: Lines, headers: Sequence[tuple[bytes, bytes]], options: Options) -> tuple[str, ...]:
    """The accounts that a request is for, each once and in order: those of its headers, or else of its address."""
    named = header(lines, _ACCOUNT)
    if not named:
        return options.accounts
    if "," not in named and len(lines) == len(headers):
        return (named,)
    return _ids([value.decode("latin-1") for name, value in headers if name == _ACCOUNT])


def _ids(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for value in values for one in value.split(",") if one.strip()))


def _known(name: str, value: str, among: tuple[str, ...]) -> None:
    if value not in among:
        near = did_you_mean(value[:40], among)
        raise Fault(INVALID_PARAMS, f"{name} in the address is {value[:40]!r}; it is one of {listed(among)}.{near}")
