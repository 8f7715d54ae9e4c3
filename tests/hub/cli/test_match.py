"""``otdhub match``: the weights in use, and a trial that changes nothing without answers."""

import json
from pathlib import Path

from hub.matching.weights import WEIGHTS
from tests.hub.cli.test_cli import CommandLine


def test_weights_are_shown_tried_and_kept(tmp_path: Path) -> None:
    otdhub = CommandLine(tmp_path)

    shown = otdhub.run("match", "weights", "--json")
    assert json.loads(shown.stdout)["points"] == {
        name: weight.points for name, weight in WEIGHTS.table.items()
    }

    tried = otdhub.run("match", "evaluate")
    assert tried.returncode == 0
    assert "40 are needed" in tried.stderr

    trained = otdhub.run("match", "train", "--use", "--json")
    assert trained.returncode == 1
    said = json.loads(trained.stdout)
    assert (said["is_better"], said["comparison"]) == (False, None)

    assert otdhub.run("match", "reset").returncode == 0
