"""Serving: a production WSGI server (gunicorn) inside our own process, with what the settings and flags say.

The parent reads the settings and binds the port; all that weighs (index, catalogue, Morfeusz) is loaded by the workers.
"""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from corpus.config import SettingsError, load
from corpus.settings import Settings
from corpus.vocabulary import AUDIENCES
from search_app.wire import QuietLogger, QuietWorker

THREADS: Final = 8
"""Requests a worker answers at once."""


@dataclass(frozen=True, slots=True)
class Bind:
    """Where to listen."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def main(arguments: Sequence[str]) -> int:
    """Serve until stopped. Returns 2 for a configuration that cannot be used, 1 for an address taken, saying why."""
    options = _options().parse_args(arguments)
    try:
        settings = load(options.config)
        settings, bind = settle(settings, options, os.environ)
    except SettingsError as error:
        print(f"search_app: {error}", file=sys.stderr)
        return 2
    if taken := refusal(bind):
        print(f"search_app: {taken}", file=sys.stderr)
        return 1
    Server(settings, bind).run()
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m search_app", description="Serve the search pages and the JSON API.")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), metavar="F", help="settings (config.toml)")
    parser.add_argument("--host", metavar="H", help="address to listen on; before HOST and the settings")
    parser.add_argument("--port", type=int, metavar="P", help="port to listen on; before PORT and the settings")
    parser.add_argument("--workers", type=int, metavar="N", help="serving processes")
    return parser


def settle(settings: Settings, options: argparse.Namespace, environment: Mapping[str, str]) -> tuple[Settings, Bind]:
    """Lay the environment and then the flags over the settings. Raises SettingsError for what cannot be served so."""
    own = settings.search_app
    port = options.port if options.port is not None else environment.get("PORT") or own.port
    bind = Bind(options.host or environment.get("HOST") or own.host, _number("port", port, 0, 65535))
    workers = _number("workers", own.workers if options.workers is None else options.workers, 1, 64)
    access = settings.access
    if not bind.loopback and access.open_audience != AUDIENCES[0] and not access.trusted_network:
        raise SettingsError(
            f"access.open_audience is {access.open_audience!r} and {bind.host} can be reached from other machines: whoever"
            f" reaches it would read documents that are not public. Set open_audience to {AUDIENCES[0]!r}, listen on"
            " 127.0.0.1, or set access.trusted_network = true if everyone in this network may read them"
        )
    return replace(settings, search_app=replace(own, host=bind.host, port=bind.port, workers=workers)), bind


def refusal(bind: Bind) -> str:
    """Why nothing can listen there, "" where something can. gunicorn would try for five seconds, and say it less clearly."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(bind.host, bind.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"port {bind.port} of {bind.host} is in use by another program; choose another one with --port"
        return f"cannot listen at {bind.host}, port {bind.port} ({error.strerror}); see --host and --port"
    return ""


def _number(name: str, value: object, least: int, most: int) -> int:
    text = str(value)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name}: {text!r} is not a number from {least} to {most}")
    return int(text)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The server as gunicorn's documentation has it under "Custom Application"."""

    def __init__(self, settings: Settings, bind: Bind) -> None:
        self._settings = settings
        self._bind = bind
        super().__init__(prog="python -m search_app")

    def load_config(self) -> None:
        """Set what we do not leave to gunicorn's defaults."""
        host = f"[{self._bind.host}]" if ":" in self._bind.host else self._bind.host
        chosen: Mapping[str, Any] = {
            "bind": [f"{host}:{self._bind.port}"],
            "workers": self._settings.search_app.workers,
            "worker_class": QuietWorker,
            "logger_class": QuietLogger,
            "http_parser": "python",
            "threads": THREADS,
            "keepalive": 15,
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": self._listening,
            "post_worker_init": self._tell_of_documents,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Make the application, in the worker; Morfeusz warms up while the first requests are answered."""
        from index import analysis
        from search_app.factory import create_app

        app = create_app(self._settings)
        threading.Thread(target=analysis.warm, name="warm", daemon=True).start()
        return app

    def _listening(self, arbiter: Any) -> None:
        port = arbiter.LISTENERS[0].sock.getsockname()[1]
        print(f"Listening at {replace(self._bind, port=port).url}", flush=True)

    def _tell_of_documents(self, worker: Any) -> None:
        """Say once what is served and what is held back."""
        if worker.age > 1:
            return
        from search_app.library import NotReadyError
        from search_app.opening import open_library

        audience = self._settings.access.open_audience
        try:
            view = open_library(self._settings).view()
            print(f"Serving what {audience!r} may see; documents held back: {view.held_back()}", file=sys.stderr, flush=True)
        except NotReadyError as error:
            print(f"Nothing to search yet: {error}", file=sys.stderr, flush=True)
