"""The open tech development hub: domain, pages, jobs and the wiring of forges and engines."""

__version__ = "0.1.0"
