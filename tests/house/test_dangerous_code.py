"""What would make a hole by itself does not stand in the code: eval, shells, weak hashes, SQL from texts, unchecked TLS, open cookies."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.named import ROOT

PACKAGE = ROOT / "src" / "linkwright"
# Each with the reason why it is there.
PROCESSES = {"publishing/apart.py"}  # compiles pushed connectors apart; fixed arguments, no shell
XML = {"projects/pictures.py"}  # looks through logos; document types and entities are refused
LOOSE_SQL = {"audit/repository.py"}  # puts the names of its own columns together, which are written out in the code
RANDOM = {  # pauses between tries, and which number to try next: nothing that has to be unguessable
    "accounts/work.py",
    "events/work.py",
    "linking/hub/granting.py",
    "oauth/renewal.py",
    "oauth/settling.py",
    "oauth/work.py",
    "toolset/retrying.py",
}
HASHES = {"sha256", "file_digest", "shake_256", "scrypt"}  # shake_256 rolls the twin's dice
PRIMITIVES = {
    "cryptography.exceptions",
    "cryptography.hazmat.primitives.ciphers.aead:AESGCM",
    "cryptography.hazmat.primitives.asymmetric.ed25519:Ed25519PrivateKey",
    "cryptography.hazmat.primitives.asymmetric.ed25519:Ed25519PublicKey",
    "cryptography.hazmat.primitives:serialization",
}


@cache
def _trees() -> dict[str, ast.Module]:
    files = (path for path in sorted(PACKAGE.rglob("*.py")) if "migrations/versions" not in str(path))
    return {str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for name, tree in _trees().items():
        for node in ast.walk(tree):
            yield name, node


def _calls(*called: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of these names, whatever they are called on."""
    for name, node in _nodes():
        if isinstance(node, ast.Call):
            function = node.func
            told = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if told in called:
                yield name, node


def _imported() -> Iterator[tuple[str, str, str]]:
    """File, module and name of each import."""
    for name, node in _nodes():
        if isinstance(node, ast.Import):
            yield from ((name, one.name, "") for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((name, node.module, one.name) for one in node.names)


def _users(*modules: str) -> set[str]:
    return {name for name, module, _ in _imported() if module.partition(".")[0] in modules}


def test_nothing_evaluates_or_unpickles_what_it_is_given() -> None:
    bare = {
        f"{name}:{node.lineno}"
        for name, node in _calls("eval", "exec", "compile", "__import__")
        if isinstance(node.func, ast.Name)
    }
    assert bare == set()
    assert _users("pickle", "marshal", "shelve", "dill", "code", "codeop") == set()
    assert {ast.unparse(node) for _, node in _calls("YAML")} <= {"YAML(typ='rt')", "YAML(typ='safe', pure=True)"}


def test_processes_are_started_in_one_place_and_never_through_a_shell() -> None:
    assert _users("subprocess", "pty", "multiprocessing") <= PROCESSES
    assert {name for name, _ in _calls("create_subprocess_exec", "Popen", "run_in_executor_process")} <= PROCESSES
    shells = [*_calls("create_subprocess_shell"), *(one for one in _calls("system", "popen") if _on(one[1], "os"))]
    assert shells == []
    (arguments,) = [node.args for name, node in _calls("create_subprocess_exec") if name in PROCESSES]
    assert [ast.unparse(one) for one in arguments] == ["sys.executable", "'-P'", "'-m'", "__name__"]


def test_sql_is_written_out_and_never_put_together_from_texts() -> None:
    loose = {
        f"{name}:{node.lineno}"
        for name, node in _calls("text", "literal_column", "exec_driver_sql")
        if _on(node, "sa") and name not in LOOSE_SQL and not (node.args and _written_out(node.args[0]))
    }
    assert loose == set()


def test_only_strong_hashes_and_ciphers_are_used_and_only_from_their_libraries() -> None:
    used = {
        node.attr
        for _, node in _nodes()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hashlib"
    }
    assert used <= HASHES
    digests = {
        ast.unparse(node.args[2]) for _, node in _calls("new", "digest") if _on(node, "hmac") and len(node.args) > 2
    }
    assert digests <= {"hashlib.sha256", "'sha256'"}
    primitives = {
        module if module == "cryptography.exceptions" else f"{module}:{what}"
        for _, module, what in _imported()
        if module.startswith("cryptography")
    }
    assert primitives <= PRIMITIVES
    assert _users("Crypto", "nacl", "rsa", "ecdsa") == set()


def test_what_must_not_be_guessed_does_not_come_from_the_plain_source_of_random_numbers() -> None:
    assert _users("random") - {name for name in _users("random") if name.startswith("catalog/")} <= RANDOM


def test_xml_is_read_in_one_place() -> None:
    assert _users("xml", "lxml", "defusedxml") <= XML


def test_tls_is_never_left_unchecked() -> None:
    unchecked = {
        f"{name}:{node.lineno}"
        for name, node in _nodes()
        if (isinstance(node, ast.Attribute) and node.attr in {"CERT_NONE", "_create_unverified_context"})
        or (
            isinstance(node, ast.keyword)
            and node.arg in {"verify", "verify_ssl", "ssl", "check_hostname"}
            and isinstance(node.value, ast.Constant)
            and node.value.value is False
        )
    }
    assert unchecked == set()


def test_every_cookie_is_hidden_from_scripts_and_says_when_it_is_sent() -> None:
    set_here = list(_calls("set_cookie"))
    assert set_here
    for name, node in set_here:
        said = {one.arg: ast.unparse(one.value) for one in node.keywords}
        assert said.get("httponly") == "True", f"{name}:{node.lineno}"
        assert said.get("samesite") in {"'strict'", "'lax'"}, f"{name}:{node.lineno}"
        assert "secure" in said and said["secure"] != "False", f"{name}:{node.lineno}"
        # Over https each name has the prefix that keeps other hosts of the domain from setting it.
        assert isinstance(node.args[0], ast.Name), f"{name}:{node.lineno}: names come from kit/cookies.py"
    assert {name for name, _ in set_here} == {"access/entering/routes.py", "web/sign_in.py"}
    # Browsers forget no `__Host-` cookie that is taken away without `Secure`.
    for name, node in _calls("delete_cookie"):
        assert "secure" in {one.arg for one in node.keywords}, f"{name}:{node.lineno}"
    # No other way to set one.
    raw = [n for n, node in _nodes() if isinstance(node, ast.Constant) and str(node.value).lower() == "set-cookie"]
    assert set(raw) <= {"actions/proxy/headers.py"}, "a provider's cookies are kept back there"


def _written_out(value: ast.expr) -> bool:
    """A text, a constant of the module, or a text that is made of such constants alone."""
    if isinstance(value, ast.JoinedStr):
        return all(_written_out(one) for one in value.values)
    if isinstance(value, ast.FormattedValue):
        return _written_out(value.value)
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id.isupper())


def _on(node: ast.Call, owner: str) -> bool:
    return (
        isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == owner
    )


def test_the_tree_was_read() -> None:
    assert len(_trees()) > 300
    assert (Path(PACKAGE) / "publishing" / "apart.py").exists()
