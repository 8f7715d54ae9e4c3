"""A provider on loopback that people sign in with, as forges are, and that can lie."""
