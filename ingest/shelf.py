"""Looking at what is on the shelf: the account, one document as it was read, and whether disk, catalogue and index agree."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from corpus.catalogue import Catalogue, FileRow, View, open_reader
from corpus.document import Document, Passage
from corpus.form import document_json, passage_json
from corpus.outcome import State
from corpus.settings import Settings
from corpus.vocabulary import AUDIENCES, audience_rank
from corpus.walk import stored_path, walk
from index.port import EngineError
from index.standing import full_account
from ingest.sync import open_store

_ALL = AUDIENCES[-1]


def print_status(settings: Settings, *, as_json: bool, each_file: bool) -> None:
    """Print the account; with `each_file` a line for every file ever seen."""
    catalogue = open_reader(settings)
    account = full_account(settings, catalogue, open_store(settings))
    files = [asdict(row) for row in catalogue.account_files()] if each_file else []
    if as_json:
        print(json.dumps(account | ({"files": files} if each_file else {}), ensure_ascii=False))
        return
    for root in account["roots"]:
        print(f"root {root['name']}: {root['path']}{'' if root['reachable'] else '   MISSING, EMPTY OR UNREADABLE'}")
    states = f"{account['indexed']} indexed, {account['failed']} failed, {account['skipped']} skipped"
    balance = "balanced" if account["balanced"] else "NOT BALANCED: run python -m ingest"
    print(f"{account['files_on_disk']} files on disk: {states} ({balance}); {account['removed']} removed")
    print(f"{account['documents']} documents, {account['passages']} passages; {account['held_back']} documents held back")
    for reason, count in sorted(account["by_reason"].items()):
        print(f"  {reason}: {count}")
    index = account["index"]
    print(f"index: {index['engine']}, generation {index['generation']}{', STALE: ' + index['stale'] if index['stale'] else ''}")
    for file in files:
        print(f"{file['state']:8} {file['reason']:14} {file['root']}/{file['path']}")


def show(settings: Settings, which: str, *, as_json: bool) -> bool:
    """Print one document, by id or by the path of one of its files. False if there is none."""
    catalogue = open_reader(settings)
    view = catalogue.view(_ALL)
    document = view.document(which) or _by_path(settings, catalogue, view, which)
    if document is None:
        return False
    passages = view.passages(document.id)
    if as_json:
        found = document_json(document) | {"passages": [passage_json(passage) for passage in passages]}
        print(json.dumps(found, ensure_ascii=False))
        return True
    for line in _lines(document, passages):
        print(line)
    return True


def differences(settings: Settings) -> list[str]:
    """Where disk, catalogue and index do not agree, a line each."""
    catalogue = open_reader(settings)
    fault = catalogue.fault()
    if fault:
        return [f"catalogue: damaged: {fault}"]
    return [*_disk_differences(settings, catalogue), *_index_differences(settings, catalogue.view(_ALL))]


def _by_path(settings: Settings, catalogue: Catalogue, view: View, which: str) -> Document | None:
    wanted = Path(os.path.normpath(Path(which).absolute()))
    names = {
        (root.name, stored_path(wanted.relative_to(root.path).as_posix()))
        for root in settings.corpus.roots
        if wanted.is_relative_to(root.path)
    } | {(root.name, stored_path(which).removeprefix(f"{root.name}/")) for root in settings.corpus.roots}
    for row in catalogue.account_files():
        if (row.root, row.path) in names and row.document and row.state != State.REMOVED:
            return view.document(row.document)
    return None


def _lines(document: Document, passages: list[Passage]) -> Iterator[str]:
    """A document for reading on a terminal."""
    yield f"{document.id}  revision {document.revision}  {document.title}"
    for place in document.files:
        yield f"  file          {place.root}/{place.path}"
    for name, value in document.derived.items():
        shown = value.value if isinstance(value.value, str) else ", ".join(value.value)
        yield f"  {name:13} {shown}   ({value.source}, {value.confidence:.2f}{f', {document.unit} {value.page}' if value.page else ''})"
    if not document.available:
        yield f"  no text: {document.reason}"
    for passage in passages:
        heading = f"  {passage.heading}" if passage.heading else ""
        yield f"--- {document.unit} {passage.number} {passage.role} [{passage.language}]{heading}"
        yield passage.text


def _disk_differences(settings: Settings, catalogue: Catalogue) -> Iterator[str]:
    known: dict[str, dict[str, FileRow]] = {}
    for row in catalogue.account_files():
        if row.state != State.REMOVED:
            known.setdefault(row.root, {})[row.path] = row
    for root in settings.corpus.roots:
        rows = known.pop(root.name, {})
        for file in walk(root, settings.corpus.rule).found:
            row_ = rows.pop(file.path, None)
            if row_ is None:
                yield f"disk: {root.name}/{file.path} has not been read"
            elif (row_.size, row_.mtime_ns) != (file.size, file.mtime_ns) and row_.state != State.SKIPPED:
                yield f"disk: {root.name}/{file.path} changed since it was read"
        for path in rows:
            yield f"catalogue: {root.name}/{path} is no longer on disk"
    for name, rows in known.items():
        yield f"catalogue: {len(rows)} files of root {name!r}, which is not configured"


def _index_differences(settings: Settings, view: View) -> Iterator[str]:
    store = open_store(settings)
    stale = store.stale()
    if stale:
        yield f"index: stale ({stale}); run: python -m ingest run --rebuild"
        return
    documents = {document.id: document for document in view.all()}
    for audience in store.audiences:
        try:
            held = store.contents(audience)
        except EngineError as error:
            yield f"index for {audience}: cannot be read ({error}); run: python -m ingest run --rebuild"
            continue
        rank = audience_rank(audience)
        wanted = {key: each.revision for key, each in documents.items() if audience_rank(each.audience) <= rank}
        for document in sorted(wanted.keys() - held.keys()):
            yield f"index for {audience}: lacks {document}"
        for document in sorted(held.keys() - wanted.keys()):
            yield f"index for {audience}: holds {document}, which it should not"
        for document in sorted(wanted.keys() & held.keys()):
            if wanted[document] != held[document]:
                yield f"index for {audience}: holds revision {held[document]} of {document}, not {wanted[document]}"
    for each in documents.values():
        if not each.files:
            yield f"catalogue: {each.id} has no file"
