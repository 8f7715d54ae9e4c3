"""GitHub and GitHub Enterprise, by their REST and GraphQL APIs through PyGithub's requester."""

from integrations.github.forge import GitHubForge
from integrations.github.tokens import AppKey

__all__ = ["AppKey", "GitHubForge"]
