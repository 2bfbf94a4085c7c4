"""A page from the web, on request only: nothing that is parsed ever leads here.

The rest of jdparse never opens a connection; a caller that wants an address read calls `fetch` and
gives `parse` what it returns. Needs the extra `jdparse[web]`.
"""

from __future__ import annotations

import ipaddress
import socket
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from jdparse.document import Listing
from jdparse.errors import FetchError
from jdparse.ingest.decoding import decode

if TYPE_CHECKING:
    import httpx

# Seconds for the whole answer, bytes of it, and pages it may send on to.
TIMEOUT: Final = 20.0
MAX_BYTES: Final = 15_000_000
MAX_REDIRECTS: Final = 5
_TEXT_TYPES: Final = ("text/", "application/xhtml", "application/json", "application/ld+json")
_READ_TYPES: Final = (*_TEXT_TYPES, "application/pdf", "application/vnd.openxmlformats")
_AGENT: Final = "jdparse (job posting parser)"


def fetch(url: str, *, client: httpx.Client | None = None, allow_private: bool = False) -> Listing:
    """The content at an address, ready for `parse`.

    Args:
        url: an http or https address.
        client: an `httpx.Client` with the caller's own settings, its patience among them, else
            one made for this call.
        allow_private: whether hosts inside the own network may be asked.

    Raises:
        FetchError: where the address is none, does not answer in time, redirects too often or to
            the own network, answers with an error, too much, or something that is no text.
    """
    try:
        import httpx  # an extra
    except ImportError as error:
        raise FetchError(
            "Reading addresses needs the extra: pip install 'jdparse[web]'."
        ) from error
    deadline = monotonic() + TIMEOUT if client is None else inf
    own = client or httpx.Client(timeout=TIMEOUT, headers={"User-Agent": _AGENT})
    try:
        for _ in range(MAX_REDIRECTS + 1):
            _check_address(url, allow_private)
            with own.stream("GET", url, follow_redirects=False) as response:
                if not response.is_redirect:
                    return Listing(_content(response, url, deadline), uri=url)
                url = urljoin(url, response.headers["location"])
        raise FetchError(f"{url} redirects more than {MAX_REDIRECTS} times.")
    except httpx.HTTPError as error:
        raise FetchError(f"{url} cannot be read: {type(error).__name__}: {error}") from error
    except (httpx.InvalidURL, ValueError) as error:  # a port of letters, an overlong name
        raise FetchError(f"{url[:200]!r} is no http or https address: {error}") from error
    finally:
        if client is None:
            own.close()


def _check_address(url: str, allow_private: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FetchError(f"{url[:200]!r} is no http or https address.")
    if allow_private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, None)
    except OSError as error:
        raise FetchError(f"There is no host {parts.hostname}: {error}") from error
    if any(not ipaddress.ip_address(str(entry[4][0]).split("%")[0]).is_global for entry in found):
        raise FetchError(
            f"{parts.hostname} is inside the own network, which is not read unless a program "
            "allows it. Save the page and give its file."
        )


def _content(response: httpx.Response, url: str, deadline: float) -> str | bytes:
    if response.status_code >= 400:
        raise FetchError(f"{url} answers with the error {response.status_code}.")
    kind = response.headers.get("content-type", "text/html").lower()
    if not kind.startswith(_READ_TYPES):
        raise FetchError(f"{url} is no page but {kind.split(';')[0]}.")
    body = _body(response, url, deadline)
    charset = response.charset_encoding if kind.startswith(_TEXT_TYPES) else None
    return body if charset is None else _as_stated(body, charset)


def _body(response: httpx.Response, url: str, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > MAX_BYTES:
            raise FetchError(f"{url} is longer than {MAX_BYTES:,} bytes.")
        if monotonic() > deadline:
            raise FetchError(f"{url} has not answered whole within {TIMEOUT:.0f} seconds.")
        chunks.append(chunk)
    return b"".join(chunks)


def _as_stated(body: bytes, charset: str) -> str | bytes:
    """The text in the charset of the header, which only it knows; UTF-8 tells itself."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return decode(body, charset).text or body
    return body
