"""Notices by mail: what is told, when, and to whom."""
