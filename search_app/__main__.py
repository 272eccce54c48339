"""`python -m search_app`: serve the pages and the JSON API."""

from __future__ import annotations

import sys

from search_app.serve import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
