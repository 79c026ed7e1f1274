"""Compiles one way to sign in: what is sent, what is typed in, and how tokens are had."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.connectors import patterns
from linkwright.connectors.auth_words import AuthWords
from linkwright.connectors.oauth import ACCESS_TOKEN, REFRESH_TOKEN
from linkwright.kit.words import did_you_mean, listed

Add = Callable[..., None]
"""Notes a mistake: sentence, path below the header, and a remedy by name."""
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_WHOLE = re.compile(r"\{[^{}]*\}")
_SENT = {
    "header": ("headers",),
    "bearer": ("token",),
    "basic": ("username", "password"),
    "query": ("query",),
    "oauth2": (),
    "exchange": ("exchange",),
}
_BY_TOKEN = ("oauth2", "exchange")
_ALSO = {"oauth2": ("headers", "token"), "exchange": ("headers", "token")}
_OAUTH = (
    "grant",
    "authorize_url",
    "token_url",
    "revoke_url",
    "issuer",
    "scope_separator",
    "params",
    "token_params",
    "client_auth",
    "pkce",
    "setup",
)
_APP = ("app.client_id", "app.client_secret")
_OURS = {"response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"}
_BEARER = "{credentials.access_token}"


def guide_files(key: str, words: AuthWords) -> Iterator[tuple[str, str, str]]:
    """Its guides as name in the lock, word in the header and file."""
    yield key, "guide", words.guide
    if words.setup_guide:
        yield setup_key(key), "setup_guide", words.setup_guide


def setup_key(method: str) -> str:
    """The name of the guide for developers in a lock."""
    return f"{method}:setup"


def method_entry(key: str, words: AuthWords, hosts: Collection[str], add: Add) -> dict[str, Any]:
    """The lock's entry."""
    check = _Check(key, words, hosts, add)
    check.all()
    by_token = words.type in _BY_TOKEN
    token = words.token or (_BEARER if by_token and not words.headers else "")
    bearer = {"Authorization": f"Bearer {token}"} if token else {}
    return {
        "key": key,
        "type": words.type,
        "label": words.label,
        "fields": [_field(name, words, check.add) for name in words.fields],
        "headers": {**words.headers, **bearer},
        "query": words.query,
        "basic": [words.username, words.password] if words.type == "basic" else [],
        "settings_url": words.settings_url,
        "guide": key,
        "setup_guide": setup_key(key) if words.setup_guide else "",
        "setup": [{"key": name, **choice.model_dump()} for name, choice in words.setup.items()],
        "oauth": _oauth(words) if words.type == "oauth2" else None,
        "exchange": [one.model_dump() for one in words.exchange] if words.type == "exchange" else None,
    }


def _oauth(words: AuthWords) -> dict[str, Any]:
    plain = ("grant", "scope_separator", "params", "token_params", "client_auth", "pkce")
    addresses = ("authorize_url", "token_url", "revoke_url", "issuer")
    return {
        **{name: getattr(words, name) for name in plain},
        **{name: getattr(words, name) or "" for name in addresses},
    }


class _Check:
    """Everything that can be wrong with one way to sign in."""

    def __init__(self, key: str, words: AuthWords, hosts: Collection[str], add: Add) -> None:
        self._key, self._words, self._hosts, self._add = key, words, hosts, add

    def add(self, message: str, *at: Any, remedy: str = "") -> None:
        """Note a mistake at a path of this way to sign in."""
        self._add(message, "auth", self._key, *at, remedy=remedy)

    def all(self) -> None:
        """Look for all of them."""
        words = self._words
        by_token = words.type in _BY_TOKEN
        self._words_of_others()
        for word in _SENT[words.type][:1]:
            if not getattr(words, word):
                self.add(f"The type {words.type} needs {word}.")
        if not by_token and not words.fields:
            self.add(f"The type {words.type} needs fields.")
        known = [f"credentials.{name}" for name in words.fields]
        if words.type == "oauth2":
            self._tokens()
        elif words.type == "exchange":
            known = self._exchange(known)
        sendable = [*known, *({f"credentials.{ACCESS_TOKEN}"} if by_token else ())]
        for word in dict.fromkeys((*_SENT[words.type], *_ALSO.get(words.type, ()))):
            if word != "exchange":
                self._templates(getattr(words, word), sendable, word)

    def _words_of_others(self) -> None:
        words = self._words
        own = {*_SENT[words.type], *_ALSO.get(words.type, ())}
        own |= {*_OAUTH, "setup_guide"} if words.type == "oauth2" else set()
        own |= {"setup_guide"} if words.type == "exchange" else set()
        candidates = dict.fromkeys([*(word for sent in _SENT.values() for word in sent), *_OAUTH, "setup_guide"])
        for word in candidates:
            if word not in own and word in words.model_fields_set and getattr(words, word) not in (None, "", [], {}):
                self.add(f"{word} does not belong to the type {words.type}.", word)

    def _tokens(self) -> None:
        words = self._words
        coded = words.grant == "authorization_code"
        for word in ("token_url", *(("authorize_url",) if coded else ())):
            if getattr(words, word) is None:
                self.add(f"The grant {words.grant} needs {word}.")
        if not coded:
            for word in ("authorize_url", "issuer", "params", "setup"):
                if getattr(words, word):
                    self.add(f"{word} does not belong to the grant client_credentials.", word)
        self._address("authorize_url", called=False)
        self._address("token_url")
        self._address("revoke_url")
        reserved = {ACCESS_TOKEN, REFRESH_TOKEN}
        for name in reserved & words.fields.keys():
            self.add(f"The field {name} is what the provider gives.", "fields", name)
        for name in _OURS & words.params.keys():
            self.add(f"{name} is sent by the hub itself.", "params", name)
        for name, template in words.params.items():
            if "{" in template and not _WHOLE.fullmatch(template):
                self.add("A choice is a whole value, with nothing around it.", "params", name)
            self._templates(template, [f"setup.{one}" for one in words.setup], "params", name)
        for name, choice in words.setup.items():
            if choice.default not in choice.options:
                remedy = did_you_mean(choice.default, choice.options).strip() or f"There are {listed(choice.options)}."
                self.add(f"{choice.default} is none of the options.", "setup", name, "default", remedy=remedy)

    def _exchange(self, known: list[str]) -> list[str]:
        for index, one in enumerate(self._words.exchange):
            self._host(one.url, "exchange", index, "url")
            if one.form and one.body is not None:
                self.add("A request has a form or a body.", "exchange", index, "body")
            if one.method == "GET" and (one.form or one.body is not None):
                self.add("A GET has neither form nor body.", "exchange", index, "method")
            if len(one.basic) == 1:
                self.add("HTTP Basic has a user and a password.", "exchange", index, "basic")
            for word in ("headers", "basic", "form", "body"):
                self._templates(getattr(one, word), [*known, *_APP], "exchange", index, word)
            known = [*known, *(f"credentials.{name}" for name in one.gives)]
        if self._words.exchange and f"credentials.{ACCESS_TOKEN}" not in known:
            self.add(f"No request gives {ACCESS_TOKEN}.", "exchange")
        return known

    def _address(self, word: str, *, called: bool = True) -> None:
        url = getattr(self._words, word)
        if url is None:
            return
        parts = urlsplit(url)
        if not parts.hostname or parts.username is not None or parts.fragment or (not called and parts.query):
            self.add(f"{word} must be a plain address with a host.", word)
        elif called:
            self._host(url, word)

    def _host(self, url: str, *at: Any) -> None:
        host = urlsplit(url).hostname or ""
        if host not in self._hosts:
            self.add(
                f"{host or 'An address without a host'} is not among the hosts, and secrets go there.",
                *at,
                remedy="Add it to hosts.",
            )

    def _templates(self, value: Any, known: list[str], *at: Any) -> None:
        if isinstance(value, Mapping):
            for name, one in value.items():
                self._templates(one, known, *at, name)
        elif isinstance(value, list):
            for index, one in enumerate(value):
                self._templates(one, known, *at, index)
        elif isinstance(value, str):
            for name in _TEMPLATE.findall(value):
                if name not in known:
                    there = f"Known are {listed(known)}." if known else "None is known here."
                    remedy = did_you_mean(name, known).strip() or there
                    self.add(f"{{{name}}} is not a value.", *at, remedy=remedy)


def _field(name: str, words: AuthWords, add: Add) -> dict[str, Any]:
    field = words.fields[name]
    if field.pattern and (wrong := patterns.mistake(field.pattern)):
        add(wrong, "fields", name, "pattern")
    return {
        "key": name,
        "label": field.label,
        "secret": field.secret,
        "required": field.required,
        "type": "password" if field.secret else "text",
        "placeholder": field.placeholder,
        "description": field.about,
        "pattern": field.pattern,
        "pattern_error": field.pattern_error,
        "length": field.length,
    }
