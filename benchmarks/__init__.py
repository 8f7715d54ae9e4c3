"""Benchmarks: each is ``python -m benchmarks.NAME``, and all report in the same way."""
