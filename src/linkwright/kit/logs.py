"""Log lines on standard error, as text or JSON, with a last check that no secret slips through."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# Forms that secrets of ours and of providers have; a match is replaced whatever field it stands in.
_SECRET = re.compile(
    r"\b(?:lw[a-z]?_|lin_api_|lin_oauth_)[A-Za-z0-9_-]{8,}|(?i:\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}"
)
GOES_ON = "  | "
"""What a line of a text entry begins with that is not its first."""


def configure(level: str, form: str) -> None:
    """Set logging up for this process; `form` is `text` or `json`."""
    number = logging.getLevelNamesMapping()[level.upper()]
    renderer: Any = structlog.processors.JSONRenderer() if form == "json" else TextRenderer()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=max(number, logging.WARNING), force=True)


class TextRenderer:
    """One entry as text: its first line begins with the time, and no other line can be taken for the first of one.

    Messages of libraries and tracebacks have line breaks, and what is in them may come from anybody.
    """

    def __init__(self) -> None:
        self._plain = structlog.dev.ConsoleRenderer(colors=False)

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        """The text, each line after the first marked, and with what a terminal would obey, or nobody would see, spelt out."""
        first, *more = str(self._plain(logger, name, event)).splitlines() or [""]
        return "\n".join([_visible(first), *(f"{GOES_ON}{_visible(line)}" for line in more)])


def _visible(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)


def redact(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Replace whatever looks like a secret in any text of the line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _SECRET.sub("***", value)
    return event
