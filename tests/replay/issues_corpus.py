"""The 317 recorded issues, as the records that a forge's connector would have given."""

import gzip
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from integrations.records import IssueRecord


def recorded_issues(shared_dir: Path) -> dict[str, list[IssueRecord]]:
    """Read the recorded issues, by the path of their repository."""
    by_path: dict[str, list[IssueRecord]] = defaultdict(list)
    with gzip.open(shared_dir / "data/recorded/issues_corpus.jsonl.gz", "rb") as lines:
        for line in lines:
            row = json.loads(line)
            by_path[row["repo"]].append(
                IssueRecord(
                    remote_id=f"{row['repo']}#{row['number']}",
                    number=row["number"],
                    title=row["title"],
                    body=row["body"] or "",
                    url=row["url"],
                    is_open=row["state"] == "open",
                    created_at=datetime.fromisoformat(row["created_at"]),
                    updated_at=datetime.fromisoformat(row["updated_at"]),
                    labels=tuple(row["labels"]),
                )
            )
    return dict(by_path)
