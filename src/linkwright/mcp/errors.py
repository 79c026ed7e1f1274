"""Errors of the MCP face that belong to no other part."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class ToolModeUnavailable(LinkwrightError):
    """The tool mode search_execute is not in this version."""

    code = "tool_mode_unavailable"
    status = 501
    hint = "Leave tool-mode out of the address, or set tool-mode=individual."


class FileNotForModels(LinkwrightError):
    """The file is larger than what a model should be given."""

    code = "file_not_for_models"
    status = 413
    hint = "An application gets the whole file with POST /actions/rpc and the same inputs."
