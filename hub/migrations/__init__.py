"""The steps that bring a database to the tables of ``hub.models``; run by ``otdhub db upgrade``."""
