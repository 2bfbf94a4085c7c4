"""Addresses, with no network: a transport that answers from a table."""

import pytest

from jdparse.errors import FetchError
from jdparse.ingest import fetch as fetching
from jdparse.ingest.fetch import fetch

httpx = pytest.importorskip("httpx")


def moved(to):
    return httpx.Response(302, headers={"location": to})


ANSWERS = {
    "/ok": lambda: httpx.Response(200, html="<p>Train models</p>"),
    "/picture": lambda: httpx.Response(200, headers={"content-type": "image/png"}, content=b"x"),
    "/moved": lambda: moved("/ok"),
    "/round": lambda: moved("/round"),
    "/inside": lambda: moved("http://127.0.0.1/ok"),
    "/long": lambda: httpx.Response(200, html="x" * 200),
    "/missing": lambda: httpx.Response(404),
}


def answer(request):
    return ANSWERS[request.url.path]()


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 100)
    hosts = {"crumb.example": "93.184.216.34", "127.0.0.1": "127.0.0.1"}
    monkeypatch.setattr(
        fetching.socket, "getaddrinfo", lambda host, _: [(0, 0, 0, "", (hosts[host], 0))]
    )
    with httpx.Client(transport=httpx.MockTransport(answer)) as found:
        yield found


@pytest.mark.parametrize("path", ["ok", "moved"])
def test_a_page_is_fetched(client, path):
    listing = fetch(f"https://crumb.example/{path}", client=client)
    assert listing.content == b"<p>Train models</p>"
    assert listing.uri == "https://crumb.example/ok"


@pytest.mark.parametrize("path", ["picture", "round", "inside", "long", "missing"])
def test_what_is_no_page_says_so(client, path):
    with pytest.raises(FetchError):
        fetch(f"https://crumb.example/{path}", client=client)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "crumb", "ftp://crumb.example/ok", ""])
def test_what_is_no_address_says_so(client, url):
    with pytest.raises(FetchError):
        fetch(url, client=client)
