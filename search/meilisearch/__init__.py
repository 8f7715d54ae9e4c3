"""The search server. What other packages may name is the engine itself."""

from search.meilisearch.engine import MeilisearchEngine

__all__ = ["MeilisearchEngine"]
