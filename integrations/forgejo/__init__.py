"""Forgejo, Gitea and Codeberg."""
