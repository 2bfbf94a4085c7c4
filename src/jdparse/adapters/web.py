"""A page to paste a posting into, and the same parse for other programs over HTTP.

| | |
|---|---|
| `GET /` | the form |
| `POST /` | the report of what the form sent |
| `POST /api/parse?title=…&id=…` | the record, as JSON, of a posting sent as the body |

Needs the extra `jdparse[serve]`. Nothing is kept, logged, fetched or sent on: an address in a
posting is text. A posting that cannot be read is answered with 422 and its problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jdparse.document import Listing
from jdparse.ingest.files import MAX_BYTES
from jdparse.pipeline import parse
from jdparse.posting import Posting
from jdparse.report.form import to_form
from jdparse.report.page import to_page
from jdparse.report.serialize import to_json

_TOO_LONG: Final = f"That is more than {MAX_BYTES // 1_000_000} MB: no posting is as long."
_NOTHING: Final = "There is nothing to read yet: paste a posting or choose a file."
_HEADERS: Final = {
    "cache-control": "no-store",  # what was pasted stays out of caches
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def make_app(hosts: Sequence[str]) -> Starlette:
    """The application; it answers only where it is asked by one of `hosts` ("*": any)."""
    return Starlette(
        routes=[
            Route("/", _form, methods=["GET"]),
            Route("/", _report, methods=["POST"]),
            Route("/api/parse", _record, methods=["POST"]),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(_Limited),
        ],
    )


class _TooLongError(Exception):
    """More bytes came than a posting has."""


class _Limited:
    """Stops a body that is too long, whatever length it states."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > MAX_BYTES:
                raise _TooLongError
            return message

        stated = Headers(scope=scope).get("content-length", "0")
        answer = Response(_TOO_LONG, 413, _HEADERS)
        if stated.isdigit() and int(stated) > MAX_BYTES:
            await answer(scope, receive, send)
            return
        with suppress(ClientDisconnect):
            try:
                await self._app(scope, limited, send)
            except _TooLongError:
                await answer(scope, receive, send)


async def _form(_: Request) -> Response:
    return HTMLResponse(to_form(), headers=_HEADERS)


async def _report(request: Request) -> Response:
    async with request.form(max_files=1, max_fields=4, max_part_size=MAX_BYTES) as sent:
        listing, title = await _listing(sent), _field(sent, "title")
    if listing is None:
        return HTMLResponse(to_form(message=_NOTHING, title=title), 422, _HEADERS)
    posting = await run_in_threadpool(parse, listing)
    page = to_page([posting], again="/")
    return HTMLResponse(page, _status(posting), _HEADERS)


async def _listing(sent: FormData) -> Listing | None:
    """What the form sent; the file, where there is one, goes before the text."""
    title = _field(sent, "title").strip() or None
    file = sent.get("file")
    if isinstance(file, UploadFile) and file.filename:
        return Listing(await file.read(), id=file.filename, title=title)
    text = _field(sent, "text")
    return Listing(text, title=title) if text.strip() else None


def _field(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


async def _record(request: Request) -> Response:
    asked = request.query_params
    listing = Listing(await request.body(), id=asked.get("id"), title=asked.get("title"))
    posting = await run_in_threadpool(parse, listing)
    answer = to_json([posting])
    return Response(answer, _status(posting), _HEADERS, media_type=JSONResponse.media_type)


def _status(posting: Posting) -> int:
    return 422 if posting.status == "failed" else 200
