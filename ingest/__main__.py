"""`python -m ingest`: see `ingest.cli`. Kept empty of imports, for every reading process imports its parent's main module."""

if __name__ == "__main__":
    import sys

    from ingest.cli import main

    sys.exit(main(sys.argv[1:]))
