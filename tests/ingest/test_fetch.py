"""Addresses, with no network: a transport that answers from a table."""

import pytest

from jdparse.errors import FetchError
from jdparse.ingest import fetch as fetching
from jdparse.ingest.fetch import fetch

httpx = pytest.importorskip("httpx")


def moved(to):
    return httpx.Response(302, headers={"location": to})


def page(content, kind):
    return httpx.Response(200, headers={"content-type": kind}, content=content)


RUSSIAN = "Мы ищем инженера"
ANSWERS = {
    "/ok": lambda: httpx.Response(200, html="<p>Train models</p>"),
    "/picture": lambda: httpx.Response(200, headers={"content-type": "image/png"}, content=b"x"),
    "/moved": lambda: moved("/ok"),
    "/round": lambda: moved("/round"),
    "/inside": lambda: moved("http://127.0.0.1/ok"),
    "/long": lambda: httpx.Response(200, html="x" * 200),
    "/koi8": lambda: page(RUSSIAN.encode("koi8-r"), "text/html; charset=KOI8-R"),
    "/utf8": lambda: page(RUSSIAN.encode(), "text/html; charset=koi8-r"),
    "/unknown": lambda: page(b"We brew caf\xe9 au lait", "text/html; charset=odd"),
    "/pdf": lambda: page(b"%PDF-\xe9", "application/pdf; charset=latin-1"),
    "/nowhere": lambda: moved("http://[::1"),
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


@pytest.mark.parametrize("path", ["picture", "round", "inside", "long", "missing", "nowhere"])
def test_what_is_no_page_says_so(client, path):
    with pytest.raises(FetchError):
        fetch(f"https://crumb.example/{path}", client=client)


def resolved(host, _):
    host.encode("idna")  # as the real one begins
    return [(0, 0, 0, "", ("93.184.216.34", 0))]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("koi8", RUSSIAN),
        ("utf8", RUSSIAN.encode()),
        ("unknown", "We brew café au lait"),
        ("pdf", b"%PDF-\xe9"),
    ],
)
def test_the_charset_of_the_header_counts_where_it_fits(client, path, content):
    """Caught a bug: it was dropped, and Russian came out as Japanese."""
    assert fetch(f"https://crumb.example/{path}", client=client).content == content


@pytest.mark.parametrize(("seconds", "late"), [(1, False), (15, True)])
def test_an_answer_in_drops_ends(client, monkeypatch, seconds, late):
    """Caught a bug: the time was counted anew for each of its parts."""
    now = iter(range(0, 1000, seconds))
    monkeypatch.setattr(fetching, "monotonic", lambda: next(now))
    monkeypatch.setattr(httpx, "Client", lambda **_: client)
    drops = httpx.Response(200, headers={"content-type": "text/html"}, content=iter([b"x"] * 5))
    monkeypatch.setitem(ANSWERS, "/drops", lambda: drops)
    if late:
        with pytest.raises(FetchError, match="within 20 seconds"):
            fetch("https://crumb.example/drops")
    else:
        assert fetch("https://crumb.example/drops").content == b"xxxxx"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "crumb",
        "ftp://crumb.example/ok",
        "",
        "http://[::1",
        "http://crumb.example:x/",
        f"http://{'a' * 70}.example/",
    ],
)
def test_what_is_no_address_says_so(client, monkeypatch, url):
    """Caught a bug: the last three were errors of other kinds, and ended the whole run."""
    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolved)
    with pytest.raises(FetchError):
        fetch(url, client=client)
