"""`GET /files/{token}`: a file by its address alone."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from linkwright.actions.downloads.service import PATH, Downloads
from linkwright.actions.file_answers import answer_file
from linkwright.engine.files import Download
from linkwright.projects.addresses import arrived_at


class _Streamed(Response):
    """A file that is handed on as it arrives."""

    def __init__(self, run_id: str, file: Download) -> None:
        super().__init__()
        self._run_id, self._file = run_id, file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """ASGI."""
        await answer_file(send, self._file, [(b"x-linkwright-run-id", self._run_id.encode())])


def router(downloads: Downloads) -> APIRouter:
    """The route. Whoever has the address may have the file, so it asks for no key."""
    api = APIRouter()

    @api.get(
        PATH + "{token}",
        tags=["actions"],
        summary="A file by the short-lived address that an action gave; it is streamed from the provider",
        response_class=Response,
        responses={
            200: {
                "description": "The file, as it arrives.",
                "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
            },
            502: {
                "description": "The provider does not give it now.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    )
    async def get_file(token: str, request: Request) -> Response:
        run_id, file = await downloads.file(
            token, arrived_at(request.scope), request.client.host if request.client else ""
        )
        return _Streamed(run_id, file)

    return api
