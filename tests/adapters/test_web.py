"""The page to paste into and its API: in process, and as a user has it, in a real browser."""

import re
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from jdparse import Listing, from_record, parse
from jdparse.adapters import web
from jdparse.adapters.cli import app
from jdparse.adapters.web_cli import LOCAL_HOSTS

GOOD = "What you will do\n- Train models in Python\nRequirements\n- 3+ years of experience"


@pytest.fixture(scope="module")
def client():
    return TestClient(web.make_app(LOCAL_HOSTS), base_url="http://localhost:8765")


def sent(client, **fields):
    """The form as a browser sends it: with an empty file where none was chosen."""
    file = fields.pop("file", ("", b""))
    return client.post("/", data=fields, files={"file": file})


def test_the_form_loads_nothing_and_stays_in_no_cache(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.text
    assert not re.search(r"(?:src|href)\s*=", answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"


def test_what_is_pasted_becomes_a_report(client):
    answer = sent(client, text=GOOD.replace("\n", "\r\n"), title="Data Scientist")
    assert answer.status_code == 200
    assert "Train models in" in answer.text
    assert "<h2>Data Scientist</h2>" in answer.text
    assert 'href="/"' in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_file_goes_before_the_text(client):
    page = b"<h1>Cook</h1><p>You will cook soups in our kitchen. Apply today.</p>"
    answer = sent(client, text="Never read", file=("cook.html", page))
    assert answer.status_code == 200
    assert "cook soups" in answer.text
    assert "Never read" not in answer.text


@pytest.mark.parametrize("fields", [{}, {"text": " \n "}, {"title": "<b>Cook</b>"}])
def test_an_empty_form_comes_back_and_says_so(client, fields):
    answer = sent(client, **fields)
    assert answer.status_code == 422
    assert web._NOTHING in answer.text
    assert "<b>Cook" not in answer.text


def test_a_form_of_the_other_kind_is_read_too(client):
    assert "Train models in" in client.post("/", data={"text": GOOD}).text


def test_what_is_no_posting_says_why(client):
    answer = sent(client, file=("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    assert answer.status_code == 422
    assert "undecodable" in answer.text


def test_markup_in_a_posting_is_text(client):
    answer = sent(client, text=GOOD + "\n<script>alert(1)</script>", title="<img src=x>")
    assert "<script" not in answer.text
    assert "<img" not in answer.text


def test_the_api_gives_the_record(client):
    answer = client.post("/api/parse?id=7&title=Cook", content=GOOD.encode())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert from_record(answer.json()) == parse(Listing(GOOD.encode(), id="7", title="Cook"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty_input"),
        (bytes(3000), "undecodable"),
        (b'{"@type": "Recipe", "name": "Soup"}', "not_a_posting"),
    ],
)
def test_the_api_says_what_it_cannot_read(client, body, code):
    answer = client.post("/api/parse", content=body)
    assert answer.status_code == 422
    assert [problem["code"] for problem in answer.json()["problems"]] == [code]


def _pieces():
    for _ in range(30):
        yield bytes(1_000_000)


@pytest.mark.parametrize("body", [bytes(web.MAX_BYTES + 1), _pieces()], ids=["stated", "unstated"])
def test_what_is_too_long_is_refused_before_it_is_read(client, body):
    answer = client.post("/api/parse", content=body)
    assert answer.status_code == 413
    assert "25 MB" in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:8765", 200), ("evil.example", 400), ("", 400)],
)
def test_only_this_machine_s_names_are_answered(client, host, status):
    """A page elsewhere whose name leads here reads nothing."""
    assert client.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/parse", 405), ("GET", "/other", 404), ("PUT", "/", 405)],
)
def test_other_requests_have_their_usual_answers(client, method, path, status):
    assert client.request(method, path).status_code == status


def test_a_taken_port_is_said():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", "--port", str(port), "--no-open"])
    assert result.exit_code == 2
    assert "Give another with --port" in result.stderr


def test_a_missing_extra_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = CliRunner().invoke(app, ["serve", "--no-open"])
    assert result.exit_code == 2
    assert "pip install 'jdparse[serve]'" in result.stderr


@contextmanager
def served():
    """A server as a user starts it; its address."""
    command = [sys.executable, "-m", "jdparse", "serve", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            said = next(line for line in server.stderr if "http" in line)
            yield said.split(" at ")[1].split()[0]
        finally:
            server.terminate()


@pytest.mark.parametrize("width", [360, 1200])
def test_a_posting_pasted_in_a_browser_is_read(width, tmp_path, window):
    saved = tmp_path / "cook.txt"
    saved.write_text("You will cook soups in our kitchen. Apply today.")
    window.resize(width)
    with served() as address:
        window.browser.get(address)
        assert window.beside() <= 0
        window.one("textarea").send_keys(GOOD)
        window.one("button").click()
        assert "Python" in window.one("article").text
        window.one(".again a").click()
        window.one("#file").send_keys(str(saved))
        window.one("button").click()
        assert "cook soups" in window.one("article").text
        severe = [x for x in window.browser.get_log("browser") if x["level"] == "SEVERE"]
        assert not [entry for entry in severe if "favicon" not in entry["message"]]
