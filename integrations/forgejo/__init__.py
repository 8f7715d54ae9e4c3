"""Forgejo, Gitea and Codeberg, by the REST API that they share, on httpx2."""

from integrations.forgejo.forge import ForgejoForge

__all__ = ["ForgejoForge"]
