"""`python -m jdparse` is the `jdparse` command."""

from jdparse.adapters.cli import app

if __name__ == "__main__":
    app()
