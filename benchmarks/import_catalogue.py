"""How long a catalogue takes to import and index: ``python -m benchmarks.import_catalogue``.

Reads the real catalogue (6,129 rows); with another ``--size`` it is cut, or repeated under other
names.
"""

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import (
    Options,
    Report,
    arguments,
    disk_mb,
    peak_mb,
    reset_peak_memory,
    stopwatch,
)
from hub.bootstrap import make_context, require_tables
from hub.services import indexing
from hub.services.catalogue import import_catalogue
from hub.settings import Settings
from integrations.catalogues.jsonlines import read_lines

CATALOGUE = Path("../shared/data/catalog.jsonl.gz")


def lines(size: int) -> Iterator[bytes]:
    """Yield ``size`` rows; from the second round on under another owner."""
    given = 0
    for round_number in range(size):
        with gzip.open(CATALOGUE) as rows:
            for line in rows:
                if given == size:
                    return
                given += 1
                yield line if round_number == 0 else renamed(line, round_number)


def renamed(line: bytes, round_number: int) -> bytes:
    row = json.loads(line)
    row["full_name"] = f"again{round_number}-{row['full_name']}"
    return json.dumps(row).encode()


def main() -> None:
    """Import twice: into an empty hub, and again, when nothing is new."""
    parser = arguments("benchmarks.import_catalogue", __doc__ or "", size=6_129)
    options = Options.of(parser.parse_args())
    report = Report("import_catalogue")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        directory = Path(folder)
        settings = Settings(data_dir=directory, _env_file=None)
        context = make_context(settings, stack, forges=())
        require_tables(context)
        for row in ("import into an empty hub", "import again"):
            reset_peak_memory()
            with stopwatch() as importing:
                result = import_catalogue(context, read_lines(lines(options.size)))
            with stopwatch() as building:
                indexing.index_changes(context)
            report.add(row, "hub", metric="rows", value=result.added + result.unchanged)
            report.add(row, "hub", metric="wall_s", value=importing.seconds + building.seconds)
            report.add(row, "hub", metric="import_s", value=importing.seconds)
            report.add(row, "hub", metric="index_s", value=building.seconds)
            report.add(row, "hub", metric="peak_mb", value=peak_mb())
            report.add(row, "hub", metric="disk_mb", value=disk_mb(directory))
    report.finish(options.json_file)


if __name__ == "__main__":
    main()
