"""Signing in with a forge, against a provider on loopback."""
