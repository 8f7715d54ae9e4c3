"""Forge records to the hub's own values. Pure: no database, clock, network or settings."""
