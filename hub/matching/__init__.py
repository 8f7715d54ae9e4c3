"""Who could do what, and why. Pure: no database, clock, settings or network."""
