"""GitLab, gitlab.com and self-hosted, by its REST API through python-gitlab's requests."""

from integrations.gitlab.forge import GitLabForge

__all__ = ["GitLabForge"]
