"""Carrying changes of the catalogue into the index: what is pending is put or removed, then marked as taken over.

A kill between the index's commit and the mark repeats the work, which changes nothing: put replaces by id.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.catalogue import CatalogueWriter
from corpus.settings import Settings
from corpus.vocabulary import audience_rank
from index import analysis
from index.engines import engine
from index.entry import entry_of
from index.port import EngineError, Entry
from index.store import Store


def audiences(settings: Settings) -> tuple[str, ...]:
    """The audiences that have an index. In open mode there is but one reader: whoever may see open_audience."""
    return (settings.access.open_audience,)


def open_store(settings: Settings) -> Store:
    """The store of the configured engine, stamped with this version's analysis."""
    return Store(settings.index.store, engine(settings.index.engine), analysis.stamp(), audiences(settings))


class Sync:
    """Keeps the index level with the catalogue."""

    def __init__(self, writer: CatalogueWriter, store: Store) -> None:
        self._writer = writer
        self._store = store

    def rebuild(self) -> int:
        """Build a new generation from the catalogue beside the live one and switch to it. Gives the number of documents."""
        generation = self._store.rebuild()
        ids, pending = self._writer.live(), self._writer.pending()
        try:
            for document in ids:
                for audience, entry in self._entries(document):
                    generation.put(audience, entry)
        except BaseException:
            generation.discard()
            raise
        generation.switch()
        self._writer.taken_over(pending)
        self._writer.commit()
        return len(ids)

    def stale(self) -> str:
        """Why the index has to be built anew, "" if it need not."""
        return self._store.stale()

    def heal(self) -> None:
        """Put in order what an index holds that the catalogue does not say: after a lost catalogue, or a store changed back.

        An index that cannot be read is built anew: it is a cache.
        """
        try:
            for audience in self._store.audiences:
                held, wanted = self._store.contents(audience), self._writer.revisions(audience)
                for document in held.keys() | wanted.keys():
                    if held.get(document) != wanted.get(document):
                        self._writer.touch(document)
        except EngineError:
            self.rebuild()

    def take_over(self) -> int:
        """Bring every pending change into the live generation. Gives their number."""
        pending = self._writer.pending()
        if not pending:
            return 0
        generation = self._store.update()
        try:
            for document in pending:
                wanted = dict(self._entries(document))
                for audience in self._store.audiences:
                    if audience in wanted:
                        generation.put(audience, wanted[audience])
                    else:
                        generation.remove(audience, document)
            generation.commit()
        finally:
            generation.close()
        self._writer.taken_over(pending)
        self._writer.commit()
        return len(pending)

    def _entries(self, document: str) -> Sequence[tuple[str, Entry]]:
        record = self._writer.record(document)
        if record is None or record.removed_at:
            return ()
        rank = audience_rank(record.document.audience)
        wanted = [audience for audience in self._store.audiences if audience_rank(audience) >= rank]
        if not wanted:
            return ()
        entry = entry_of(record.document, self._writer.passages(document))
        return [(audience, entry) for audience in wanted]
