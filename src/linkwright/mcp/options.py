"""What the address of the MCP face may say in its query."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from linkwright.kit.words import did_you_mean, listed
from linkwright.mcp.errors import ToolModeUnavailable
from linkwright.mcp.faults import INVALID_PARAMS, Fault

STYLES = ("nested", "flat_prefixed", "flat_smart")
_MODES = ("individual", "search_execute")


@dataclass(frozen=True, slots=True)
class Options:
    """How tools are shown, and to which account they belong."""

    style: str = "nested"
    mode: str = "individual"
    instructions: bool = True
    account_id: str | None = None

    def check(self) -> None:
        """Refuse what no tool list can be made for.

        Raises:
            Fault: an unknown style or mode.
            ToolModeUnavailable: a mode that this version does not offer.
        """
        _known("param-style", self.style, STYLES)
        _known("tool-mode", self.mode, _MODES)
        if self.mode == "search_execute":
            raise ToolModeUnavailable


_DEFAULT = Options()


def read_options(query: bytes) -> Options:
    """The options of a query string. Of two equal names the first counts."""
    if not query:
        return _DEFAULT
    given: dict[str, str] = {}
    try:
        for name, value in parse_qsl(query.decode("latin-1"), max_num_fields=50):
            given.setdefault(name.lower(), value.strip())
    except ValueError:
        return _DEFAULT
    return Options(
        style=given.get("param-style") or _DEFAULT.style,
        mode=given.get("tool-mode") or _DEFAULT.mode,
        instructions=given.get("instructions", "on").lower() not in {"off", "false", "0"},
        account_id=given.get("x-account-id") or given.get("account_id") or None,
    )


def _known(name: str, value: str, among: tuple[str, ...]) -> None:
    if value not in among:
        near = did_you_mean(value[:40], among)
        raise Fault(INVALID_PARAMS, f"{name} in the address is {value[:40]!r}; it is one of {listed(among)}.{near}")
