"""Every refusal in the one JSON shape, whoever raised it."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from linkwright.errors import BadRequest, Internal, LinkwrightError, NotFound
from linkwright.kit.answer_headers import OF_DATA
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.rest.misfits import refusal_of
from linkwright.store.acting import note_refusal

_HEADERS = {name.decode(): value.decode() for name, value in OF_DATA}
_log = structlog.get_logger()


class MethodNotAllowed(LinkwrightError):
    """This path does not take that method."""

    code = "method_not_allowed"
    status = 405
    hint = "The Allow header names the methods that it takes."


def install(app: FastAPI, clock: Clock) -> None:
    """Add the handlers to the application."""

    async def ours(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, LinkwrightError)
        return answer(error, clock)

    async def validation(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return answer(refusal_of(error.errors()), clock)

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        if error.status_code == 405:
            return answer(
                MethodNotAllowed(f"{request.url.path} does not take {request.method}.", headers=headers), clock
            )
        if error.status_code == 404:
            return answer(NotFound("There is nothing at this address.", hint="docs/api.md lists the addresses."), clock)
        refused = BadRequest(str(error.detail), headers=headers)
        return JSONResponse({**refused.body(clock.now()), "statusCode": error.status_code}, error.status_code, headers)

    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        return answer(broken(error, where=f"{request.method} {route_of(request)}"), clock)

    app.add_exception_handler(LinkwrightError, ours)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)


def answer(error: LinkwrightError, clock: Clock) -> JSONResponse:
    """The response of an error."""
    note_refusal(error.code, error.status)
    # Not every refusal comes by the middleware that adds them.
    return JSONResponse(error.body(clock.now()), error.status, {**_HEADERS, **error.headers})


def broken(error: Exception, where: str) -> Internal:
    """Log what we did not expect under a reference, and give the error that tells only the reference."""
    reference = new_id("err")
    _log.error("broken", reference=reference, where=where, exc_info=error)
    return Internal(f"Something broke on our side. Nothing was saved. The reference is {reference}.")


def route_of(request: Request) -> str:
    """The pattern of the path, such as `/link/{token}`: a path itself may hold a secret."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "an unknown path"))
