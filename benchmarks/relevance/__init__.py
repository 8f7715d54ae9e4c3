"""The relevance set: what visitors type, what they hope to find, and how well each engine does."""
