"""The hub's own format: bounded lines, each read alone."""

import io

from integrations.catalogues.jsonlines import MAX_LINE_BYTES, bounded_lines


def test_line_without_end_is_skipped_in_bounded_pieces() -> None:
    class Endless(io.RawIOBase):
        """A file that notes the longest piece it was asked for."""

        left = 50_000_000
        longest = 0

        def readline(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            self.longest = max(self.longest, size)
            given = min(size, self.left)
            self.left -= given
            return b"a" * given if given else b""

    file = Endless()

    lines = list(bounded_lines(file))

    assert [len(line) for line in lines] == [MAX_LINE_BYTES + 1]
    assert file.longest < 10_000_000
