"""Forges: how the hub reads GitHub and others. A leaf: it never imports hub or search."""
