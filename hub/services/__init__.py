"""What the hub does, one module a feature. Owns the rules and the SQL; knows no HTTP."""
