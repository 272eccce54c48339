"""`python -m ingest`: see `ingest.cli`. Kept empty of imports, for every reading process imports its parent's main module."""

if __name__ == "__main__":
    import sys

    try:
        from ingest.cli import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # before there was anything to end
        code = 130
    sys.exit(code)
