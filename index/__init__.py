"""How documents are found: analysis, the query tree and its parser, the engine port, the engines, the store.

Linguistics sits above the engines: they receive finished terms, so Polish is the same under every engine.
"""
