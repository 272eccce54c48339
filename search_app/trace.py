"""What a log may say of an error: where it was raised, and nothing of what was asked for."""

from __future__ import annotations

import traceback


def trace(error: BaseException) -> str:
    """Where an error was raised, without its message, which may repeat what was asked for."""
    told = []
    while True:
        told.append(f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}")
        if error.__cause__ is None and error.__context__ is None:
            return "".join(told)
        error = error.__cause__ or error.__context__ or error
