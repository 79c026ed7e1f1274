"""`POST /actions/rpc`: a plain ASGI endpoint, because every call of an application comes through here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from linkwright.access.authenticate import Authenticator
from linkwright.access.principals import Principal
from linkwright.actions.downloads.service import Asked, Downloads
from linkwright.actions.errors import PostOnly
from linkwright.actions.file_answers import answer_file
from linkwright.actions.multipart import KIND, Form
from linkwright.actions.options import ADDRESS, PLAIN, STEERING, read_options
from linkwright.actions.repeating import NO_REPEAT, Repeat
from linkwright.actions.runner import ActionRunner, Outcome
from linkwright.actions.wire import (
    ClientGone,
    Lines,
    Receive,
    Scope,
    Send,
    address_of,
    answer,
    answer_error,
    header,
    read_body,
)
from linkwright.engine.files import Upload
from linkwright.errors import BadRequest, Internal, LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id

_log = structlog.get_logger()
_RUN_ID = b"x-linkwright-run-id"
_REPLAYS = b"x-linkwright-replays"
# Keys of the contract that steer the call; everything else is an input of the action. `headers` may hold the account
# and whatever else a client repeats there, none of which goes any further.
_CONTROL = STEERING | {"action", "headers", "defender_config", "defender_enabled"}
_MOST_ACCOUNT_ID = 200


class RpcEndpoint:
    """Runs one action per request and answers with a JSON object, whatever happens."""

    def __init__(
        self,
        runner: ActionRunner,
        authenticator: Authenticator,
        clock: Clock,
        *,
        max_body_bytes: int,
        max_file_bytes: int = 100 * 1024 * 1024,
        face: str = "rpc",
        downloads: Downloads | None = None,
    ) -> None:
        """Take the collaborators; limits are in bytes, of a body of JSON and of the files of a form.

        Without `downloads` files are given as they are.
        """
        self._downloads = downloads
        self._face = face
        self._runner = runner
        self._authenticator = authenticator
        self._clock = clock
        self._max_body_bytes = max_body_bytes
        self._max_file_bytes = max_file_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["method"] != "POST":
            refused = PostOnly(f"/actions/rpc takes POST, not {scope['method'][:20]}.", headers={"Allow": "POST"})
            await answer_error(send, refused, self._clock)
            return
        try:
            outcome = await self._run(address_of(scope), dict(scope["headers"]), receive)
        except ClientGone:
            return
        except LinkwrightError as error:
            await answer_error(send, error, self._clock)
            return
        except Exception:
            reference = new_id("err")
            _log.exception("rpc_broke", reference=reference)
            broken = Internal(f"Something broke on our side. The reference is {reference}.")
            await answer_error(send, broken, self._clock)
            return
        told: dict[bytes, bytes] = {_RUN_ID: outcome.run_id.encode()}
        if outcome.replays is not None:
            told[_REPLAYS] = outcome.replays.encode()
        if outcome.error is not None:
            await answer_error(send, outcome.error, self._clock, tuple(told.items()))
        elif outcome.file is not None:
            await answer_file(send, outcome.file, tuple(told.items()))
        else:
            await answer(send, 200, outcome.body, tuple(told.items()))

    async def _run(self, address: str, lines: Lines, receive: Receive) -> Outcome:
        principal = await self._authenticator.authenticate(header(lines, b"authorization"), address)
        kind = header(lines, b"content-type") or ""
        if kind[:19].lower() == KIND:
            limits = {"max_call_bytes": self._max_body_bytes, "max_file_bytes": self._max_file_bytes}
            with Form(kind, **limits) as form:
                body, files = await form.read(receive)
                return await self._call(principal, lines, _with_files(_parsed(body), files))
        return await self._call(principal, lines, _parsed(await read_body(lines, receive, self._max_body_bytes)))

    async def _call(self, principal: Principal, lines: Lines, call: dict[str, Any]) -> Outcome:
        action_id = call.get("action")
        if not isinstance(action_id, str) or not action_id:
            raise BadRequest(
                "The body names no action.", hint='Send {"action": "linear_list_issues", …}. GET /actions lists them.'
            )
        account_id = header(lines, b"x-account-id") or account_in(call.get("headers"))
        payload = {name: value for name, value in call.items() if name not in _CONTROL}
        key = lines.get(b"idempotency-key")
        repeat = NO_REPEAT if key is None else Repeat(given=key.decode("latin-1"))
        options = PLAIN if STEERING.isdisjoint(call) else read_options(call, keyed=key is not None)
        if options.file_as != ADDRESS or self._downloads is None:
            return await self._runner.run(
                principal, account_id, action_id, payload, self._face, repeat, options=options
            )
        await self._downloads.check(principal, account_id, action_id, options)
        outcome = await self._runner.run(principal, account_id, action_id, payload, self._face, repeat, options=options)
        # Where there is a file, there was an account.
        return await self._downloads.addressed(Asked(principal, str(account_id), action_id, payload), outcome)


def _with_files(call: dict[str, Any], files: Mapping[str, Upload]) -> dict[str, Any]:
    """The call with its files as inputs.

    Raises:
        BadRequest: a file has the name of a key that means something else.
    """
    for name in files:
        if name in _CONTROL or name in ("path", "query", "body"):
            raise BadRequest(f"A file cannot be called {name}.", hint="Give its part the name of the action's input.")
    return {**call, **files}


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        call = jsons.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest(
            "The body is not valid JSON." if body else "The body is empty.",
            hint="Send a JSON object with the action and its inputs.",
        ) from None
    if not isinstance(call, dict):
        raise BadRequest("The body is not a JSON object.", hint="Send a JSON object with the action and its inputs.")
    return call


def account_in(headers: Any) -> str | None:
    """The account id inside the body, where older clients put it."""
    if not isinstance(headers, Mapping):
        return None
    for name, value in headers.items():
        if name.lower() == "x-account-id" and isinstance(value, str):
            return value.strip()[:_MOST_ACCOUNT_ID]
    return None
