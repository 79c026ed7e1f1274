"""Settings as a stranger may see them: what cannot hold a secret or a name is shown, of the rest only that it is set."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from linkwright.settings import Settings

_ADDRESSES = frozenset({"public_url", "database_url", "kms_endpoint", "transit_address"})
_ORIGINS = frozenset({"embed_origins", "mcp_origins"})
_WORDS = frozenset({"key_provider", "run_bodies", "log_level", "log_format"})
SET = "(set)"


def shown(settings: Settings) -> dict[str, Any]:
    """Every setting by name: its value as far as it is harmless, and whether somebody set it."""
    return {
        name: {"value": _shown(name, getattr(settings, name)), "set": name in settings.model_fields_set}
        for name in sorted(Settings.model_fields)
    }


def _shown(name: str, value: Any) -> Any:
    """A setting that is new and not named here is not shown, unless it is a number or a switch."""
    if value is None or isinstance(value, bool | int | float) or name in _WORDS:
        return value
    if name in _ADDRESSES:
        return plain_address(str(value))
    if name in _ORIGINS:
        return [one if one == "*" else plain_address(one) for one in value]
    if name == "outbound_origins":
        return {plain_address(source): plain_address(target) for source, target in value.items()}
    if isinstance(value, list):
        numbers = all(isinstance(one, int | float) for one in value)
        return list(value) if numbers else f"({len(value)} of them)"
    return SET


def plain_address(address: str) -> str:
    """Scheme, host and port, the path, and the names of options: without user, password and the options' values."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return SET
    host = parts.hostname or ""
    user = "***@" if parts.username or parts.password else ""
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    options = "?" + "&".join(f"{name}=***" for name in names) if names else ""
    shown_host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{user}{shown_host}{port}{parts.path}{options}"
