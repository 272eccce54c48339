"""Everything a reading child needs, loaded: imported by the fork server only, so that children begin with models in memory.

Loading takes 2 s and 150 MB; importing `ingest.worker` alone loads the libraries, but not the language models.
"""

from __future__ import annotations

from index import analysis
from ingest import language, worker

__all__ = ["worker"]

language.load()
analysis.warm()
