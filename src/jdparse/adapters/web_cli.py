"""The command for a page to paste postings into: `serve`."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated, Final

import typer

from jdparse.adapters.errors import errors_as_usage
from jdparse.errors import ServeError

if TYPE_CHECKING:
    import uvicorn

page = typer.Typer()

# Names by which this machine is asked; another that leads here is some page's trick.
LOCAL_HOSTS: Final = ("127.0.0.1", "localhost", "::1", "[::1]")


@page.command()
def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen at; 0.0.0.0 lets others on the network in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8765,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = True,
) -> None:
    r"""Open a page to paste a posting into (jdparse\[serve]); also POST /api/parse."""
    with errors_as_usage():
        server = _server(host)
        listening = _listen(host, port)
        address = _address(host, listening)
        _load()
    typer.echo(f"Paste postings at {address} (Ctrl-C ends)", err=True)
    if host not in LOCAL_HOSTS:
        typer.echo("Anyone on this network can use it: there is no password.", err=True)
    if show:
        typer.launch(address)
    server.run(sockets=[listening])


def _server(host: str) -> uvicorn.Server:
    try:
        import uvicorn

        from jdparse.adapters.web import make_app
    except ImportError as error:
        raise ServeError("The page needs the extra: pip install 'jdparse[serve]'.") from error
    app = make_app(LOCAL_HOSTS if host in LOCAL_HOSTS else ("*",))
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"Cannot listen at {host}, port {port}: {error}. Give another with --port."
        ) from error


def _address(host: str, listening: socket.socket) -> str:
    shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104 - asked for
    return f"http://{shown}:{listening.getsockname()[1]}/"


def _load() -> None:
    """All that a first posting would wait for."""
    from jdparse.pipeline import parse

    typer.echo("Loading …", err=True)
    parse("You will train models in Python and deploy them to production.")
