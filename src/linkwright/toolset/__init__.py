"""Linked accounts as tools for agents. A client: it needs a hub's address and a key, and no package besides Linkwright's own.

Source of the wire: docs/api.md, docs/mcp.md and docs/search.md of this project.
"""

from linkwright.toolset.async_tool import AsyncTool
from linkwright.toolset.async_tools import AsyncTools
from linkwright.toolset.async_toolset import AsyncToolset
from linkwright.toolset.definitions import Account, Definition
from linkwright.toolset.errors import (
    AccountNotAllowed,
    AccountRequired,
    AnswerUnreadable,
    ArgumentsUnreadable,
    ConfigurationError,
    HubTimeout,
    HubUnreachable,
    PackageMissing,
    ToolsetError,
    UnknownTool,
)
from linkwright.toolset.files import File, FileAnswer
from linkwright.toolset.model_calls import ModelAnswer, ModelCall
from linkwright.toolset.reading import SearchHit
from linkwright.toolset.refusals import (
    AccountUnusable,
    Conflict,
    HubError,
    HubFault,
    InvalidInput,
    NotAllowed,
    NotFound,
    RateLimited,
    Unauthenticated,
)
from linkwright.toolset.results import Result
from linkwright.toolset.retrying import Retries
from linkwright.toolset.tool import Tool
from linkwright.toolset.tools import Tools
from linkwright.toolset.toolset import Toolset

__all__ = [
    "Account",
    "AccountNotAllowed",
    "AccountRequired",
    "AccountUnusable",
    "AnswerUnreadable",
    "ArgumentsUnreadable",
    "AsyncTool",
    "AsyncTools",
    "AsyncToolset",
    "ConfigurationError",
    "Conflict",
    "Definition",
    "File",
    "FileAnswer",
    "HubError",
    "HubFault",
    "HubTimeout",
    "HubUnreachable",
    "InvalidInput",
    "ModelAnswer",
    "ModelCall",
    "NotAllowed",
    "NotFound",
    "PackageMissing",
    "RateLimited",
    "Result",
    "Retries",
    "SearchHit",
    "Tool",
    "Tools",
    "Toolset",
    "ToolsetError",
    "Unauthenticated",
    "UnknownTool",
]
