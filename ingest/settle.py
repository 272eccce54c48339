"""The order of precedence of descriptions: sidecar, then folder rule, then what the document says of itself, then defaults.

Free of heavy libraries: the parent process settles, the child reads (`ingest.describe`).
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus.document import DESCRIBED, LISTS, Derived
from corpus.settings import Rule


def settle(
    read: Mapping[str, Derived],
    rule: Rule | None,
    sidecar: Mapping[str, str | list[str]],
    default_audience: str,
) -> dict[str, Derived]:
    """One value with its source for each piece of description that has any.

    `read`: what `ingest.describe.describe` (or `ingest.names.from_name`, for a file that could not be read) found.
    A piece that sidecar or rule leave empty is not theirs. `kind` is always there ("other" by default), `audience` too;
    the audience never comes from the document itself: nobody widens it by editing a file's properties.
    """
    settled: dict[str, Derived] = {}
    for name in DESCRIBED:
        beside = _value(name, sidecar.get(name))
        ruled = _value(name, getattr(rule, name)) if rule else None
        if beside:
            settled[name] = Derived(beside, "sidecar")
        elif ruled and rule:
            settled[name] = Derived(ruled, f"rule:{rule.folder}")
        elif name in read and name != "audience":
            settled[name] = read[name]
    settled.setdefault("kind", Derived("other", "default", 0.0))
    settled.setdefault("audience", Derived(default_audience, "default"))
    return settled


def _value(name: str, given: str | list[str] | tuple[str, ...] | None) -> str | list[str] | None:
    """A value as `Derived` holds it: a list for the names of `corpus.document.LISTS`, text for others."""
    if not given:
        return None
    if name in LISTS:
        return [given] if isinstance(given, str) else list(given)
    return given if isinstance(given, str) else ", ".join(given)
