"""`POST /console/api/actions/rpc`: the same as `POST /actions/rpc`, for a member by the console's own session."""

from __future__ import annotations

from starlette.requests import Request

from linkwright.access.authenticate import Authenticator
from linkwright.access.errors import Unauthenticated
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller
from linkwright.actions.downloads.service import Downloads
from linkwright.actions.rpc import RpcEndpoint
from linkwright.actions.runner import ActionRunner
from linkwright.actions.wire import Receive, Scope, Send, answer_error
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock

FACE = "console"


class _Known(Authenticator):
    """Somebody who was found out already."""

    def __init__(self, principal: Principal) -> None:
        self._principal = principal

    async def authenticate(self, authorization: str | None, address: str = "") -> Principal:  # noqa: ARG002
        """The one that is known."""
        return self._principal


class ConsoleRpc:
    """Finds out which member asks, refuses whoever is none, and hands the request on as it is."""

    def __init__(
        self,
        runner: ActionRunner,
        caller: Caller,
        clock: Clock,
        *,
        max_body_bytes: int,
        max_file_bytes: int,
        downloads: Downloads | None = None,
    ) -> None:
        """Take the collaborators; limits are in bytes, of a body of JSON and of the files of a form."""
        self._runner = runner
        self._downloads = downloads
        self._caller = caller
        self._clock = clock
        self._max_body_bytes, self._max_file_bytes = max_body_bytes, max_file_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        try:
            principal = await self._caller(Request(scope))
            if principal.kind != "member":
                raise Unauthenticated("This address is the console's.", hint="Call POST /actions/rpc with an API key.")
        except LinkwrightError as refused:
            await answer_error(send, refused, self._clock)
            return
        endpoint = RpcEndpoint(
            self._runner,
            _Known(principal),
            self._clock,
            max_body_bytes=self._max_body_bytes,
            max_file_bytes=self._max_file_bytes,
            face=FACE,
            downloads=self._downloads,
        )
        await endpoint(scope, receive, send)
