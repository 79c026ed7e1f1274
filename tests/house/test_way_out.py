"""One client goes out: nothing else of the product imports one, or opens a connection by hand."""

from __future__ import annotations

import ast
import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "linkwright"
CLIENTS = frozenset(
    [
        "aiohttp",
        "aiohttp_client_cache",
        "authlib.integrations",
        "boto3",
        "botocore",
        "ftplib",
        "google.auth",
        "grpc",
        "h2",
        "hpack",
        "http.client",
        "httplib2",
        "httpx",
        "httpx2",
        "httpcore",
        "hvac",
        "imaplib",
        "niquests",
        "paramiko",
        "poplib",
        "pycurl",
        "requests",
        "smtplib",
        "socket",
        "ssl",
        "telnetlib",
        "tornado.httpclient",
        "treq",
        "urllib.request",
        "urllib3",
        "websocket",
        "websockets",
        "xmlrpc.client",
    ]
)
OPENERS = frozenset({"create_connection", "open_connection", "open_unix_connection", "sock_connect", "urlopen"})
# Who may, and why. Everything else asks `outbound`.
EXCEPTIONS: dict[str, frozenset[str]] = {
    # The client itself.
    "outbound/*.py": frozenset({"aiohttp", "pycurl", "socket", "ssl"}),
    # Key providers speak through their makers' own clients, to an address that only the operator sets.
    "vault/*.py": frozenset({"boto3", "botocore", "hvac", "requests"}),
    "vault/*/*.py": frozenset({"boto3", "botocore", "hvac", "requests"}),
    # A library for programs of others; the server does not import it (held by the layers).
    "toolset/*.py": frozenset({"http.client", "socket", "ssl"}),
    # One listens, the other asks for the machine's name.
    "cli/running.py": frozenset({"socket"}),
    "custody/watching.py": frozenset({"socket"}),
}


def _named(node: ast.AST) -> list[str]:
    """The modules that one statement or call names, and functions that open connections."""
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    if isinstance(node, ast.Attribute) and node.attr in OPENERS:
        return [node.attr]
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in ("import_module", "__import__"):
            return [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return []


def _clients(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        for name in _named(node):
            steps = name.split(".")
            found |= {".".join(steps[:count]) for count in range(1, len(steps) + 1)} & (CLIENTS | OPENERS)
    return found


def test_nothing_outside_the_way_out_imports_a_client_or_opens_a_connection() -> None:
    strange = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        allowed = frozenset[str]().union(
            *(clients for pattern, clients in EXCEPTIONS.items() if fnmatch.fnmatchcase(name, pattern))
        )
        strange += [f"{name}: {one}" for one in sorted(_clients(ast.parse(path.read_text())) - allowed)]
    assert strange == []


def test_the_search_finds_a_client_however_it_is_imported() -> None:
    for text in (
        "import requests",
        "import urllib.request as u",
        "from urllib import request",
        "from http import client",
        "def f():\n    from aiohttp import ClientSession",
        "importlib.import_module('httpx')",
        "await asyncio.open_connection('a', 1)",
    ):
        assert _clients(ast.parse(text)), text
    assert not _clients(ast.parse("from urllib.parse import urlsplit\nimport http"))


def test_every_exception_is_used() -> None:
    for pattern, clients in EXCEPTIONS.items():
        if pattern.startswith("vault/"):
            continue  # there are installations without such a provider
        used = frozenset[str]().union(*(_clients(ast.parse(one.read_text())) for one in PACKAGE.glob(pattern)))
        assert used & clients, pattern
