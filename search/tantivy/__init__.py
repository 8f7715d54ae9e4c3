"""The embedded search engine. What other packages may name is the engine itself."""

from search.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
