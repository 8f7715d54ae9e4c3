"""Texts as rows of weighed terms, and how alike each is to another text. Sparse, on numpy alone."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


class TermRows:
    """Rows of terms of one view.

    Of texts a row is a vector of (1 + ln count) · idf of length 1, and likeness is a cosine. Else
    a row is a set of terms, and likeness adds up the idf of those in common.
    """

    def __init__(self, documents: Sequence[Mapping[str, int]], *, of_texts: bool) -> None:
        self.count = len(documents)
        self._of_texts = of_texts
        self._columns: dict[str, int] = {}
        lengths = np.array([len(each) for each in documents], np.int64)
        columns = np.fromiter(
            (self._columns.setdefault(term, len(self._columns)) for d in documents for term in d),
            np.int64,
        )
        counts = np.fromiter((count for each in documents for count in each.values()), np.float32)
        rows = np.repeat(np.arange(self.count), lengths)
        frequency = np.bincount(columns, minlength=len(self._columns))
        self._rarity = (np.log((1 + self.count) / (1 + frequency)) + 1).astype(np.float32)
        weights = self._weighed(columns, counts)
        if of_texts:
            norms = np.sqrt(np.bincount(rows, weights**2, minlength=self.count))
            weights = (weights / np.maximum(norms, 1e-9)[rows]).astype(np.float32)
        self._row_ends = np.concatenate(([0], np.cumsum(lengths)))
        self._row_columns, self._row_weights = columns, weights
        by_column = np.argsort(columns, kind="stable")
        self._posting_rows, self._posting_weights = rows[by_column], weights[by_column]
        self._posting_ends = np.concatenate(([0], np.cumsum(frequency)))

    def likeness_to(self, document: Mapping[str, int]) -> Floats:
        """Measure how alike each row is to a text; terms that no row has do not count."""
        return self._against(*self.seen(document))

    def seen(self, document: Mapping[str, int]) -> tuple[Places, Floats]:
        """Give the columns of a text's terms, and their weights, as if it were a row."""
        known = [(self._columns[term], n) for term, n in document.items() if term in self._columns]
        columns = np.array([column for column, _ in known], np.int64)
        weights = self._weighed(columns, np.array([count for _, count in known], np.float32))
        if self._of_texts and known:
            weights = weights / np.sqrt((weights**2).sum())
        return columns, weights

    def row(self, row: int) -> tuple[Places, Floats]:
        """Give the columns of a row's terms, and their weights."""
        start, end = self._row_ends[row], self._row_ends[row + 1]
        return self._row_columns[start:end], self._row_weights[start:end]

    @property
    def width(self) -> int:
        """Say how many columns there are."""
        return len(self._columns)

    def likeness_of_all(self) -> Floats:
        """Measure how alike all rows are to each other: a symmetric matrix."""
        found = np.empty((self.count, self.count), np.float32)
        for row in range(self.count):
            found[row] = self._against(*self.row(row))
        return found

    def shared(self, row: int, document: Mapping[str, int]) -> dict[str, float]:
        """Give the terms that a row shares with a text, with their rarity, the rarest first."""
        own = set(self.row(row)[0].tolist())
        found = {
            term: float(self._rarity[column])
            for term in document
            if (column := self._columns.get(term)) is not None and column in own
        }
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    def _weighed(self, columns: Places, counts: Floats) -> Floats:
        if not self._of_texts:
            return np.sqrt(self._rarity[columns])
        return ((1 + np.log(counts)) * self._rarity[columns]).astype(np.float32)

    def _against(self, columns: Places, weights: Floats) -> Floats:
        """Multiply all rows with one: the postings of its terms, laid end to end and added up."""
        starts = self._posting_ends[columns]
        lengths = self._posting_ends[columns + 1] - starts
        ends = np.cumsum(lengths)
        if not len(ends):
            return np.zeros(self.count, np.float32)
        places = np.repeat(starts - ends + lengths, lengths) + np.arange(ends[-1])
        amounts = self._posting_weights[places] * np.repeat(weights, lengths)
        return np.bincount(self._posting_rows[places], amounts, self.count).astype(np.float32)
