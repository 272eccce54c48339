"""The one door to the library Whoosh (Whoosh-Reloaded), which has no types and warns on import under Python 3.11+.

Its warnings (invalid escapes, deprecated calls) are about its own source, so they are silenced here, and only here.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh.analysis import Analyzer, Token
    from whoosh.fields import STORED, TEXT, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import EmptyIndexError, FileIndex
    from whoosh.scoring import BM25F
    from whoosh.writing import LockError

__all__ = [
    "BM25F",
    "STORED",
    "TEXT",
    "Analyzer",
    "EmptyIndexError",
    "FileIndex",
    "FileStorage",
    "LockError",
    "Schema",
    "Token",
]
