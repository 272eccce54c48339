"""How a file becomes a document: sniff, extract, language, describe, passages, catalogue, index.

`ingest/pipeline.py` is the page to read first.
"""
