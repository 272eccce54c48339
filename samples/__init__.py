"""The sample corpus: text sources of invented cluster documents and the builder that turns them into office files."""
