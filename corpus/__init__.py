"""The corpus: what a document is, the catalogue of all documents and the outcome of every file, and the settings.

This room knows nothing of the others. Laws that hold at its door:

- An id is given once and never reused (`corpus.identity`).
- Every file ever seen has an outcome; every failure has a reason from a closed list (`corpus.outcome`).
- Nothing is reached but through a view opened for an audience (`corpus.catalogue`).
"""
