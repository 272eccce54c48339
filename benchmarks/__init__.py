"""Measurements of what a user does, with a peer in the same run. `make bench` runs them; nothing here is a test."""
