"""GitHub and GitHub Enterprise, by their REST API through PyGithub's requester."""

from integrations.github.forge import GitHubForge

__all__ = ["GitHubForge"]
