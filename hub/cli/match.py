"""``otdhub match``: the weights of suggestions, and fitting them on this hub's own answers."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import Json, print_json, print_table, say
from hub.matching.training import FEWEST_TAKEN, Comparison
from hub.matching.weights import Weights
from hub.services import fitting
from hub.services.fitting import Trial

app = typer.Typer(
    help="The weights of suggestions, and fitting them on this hub's answers.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


@app.command()
def weights(as_json: AsJson = False) -> None:
    """Show the weights in use, and where each comes from."""
    with open_hub() as context, context.reading() as session:
        current = fitting.current_weights(session)
    if as_json:
        print_json(_plain(current))
        return
    rows = [(name, weight.points, weight.because) for name, weight in current.table.items()]
    print_table(("signal", "points", "because"), rows)


@app.command()
def evaluate(as_json: AsJson = False) -> None:
    """Fit weights on the older answers, and say how they do on the newer ones. Changes nothing."""
    with open_hub() as context, context.reading() as session:
        trial = fitting.try_out(session, now=context.clock.now())
    if as_json:
        print_json(_plain_trial(trial))
        return
    _say(trial)


@app.command()
def train(
    use: Annotated[
        bool, typer.Option("--use", help="Use the fitted weights from now on, if they are better.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fit weights on all answers; exit code 1 where they are not better, or nothing can be said."""
    with open_hub() as context:
        now = context.clock.now()
        with context.reading() as session:
            trial, current = fitting.try_out(session, now=now), fitting.current_weights(session)
        if use and trial.is_better:
            with context.transaction() as session:
                fitting.use(session, trial.fitted)
    if as_json:
        print_json(_plain_trial(trial))
    else:
        _say(trial)
        if trial.comparison is not None:
            print_table(("signal", "points now", "points fitted"), _changes(current, trial.fitted))
        if trial.is_better:
            say("They are in use." if use else "`otdhub match train --use` uses them.")
    if not trial.is_better:
        raise typer.Exit(1)


@app.command()
def reset() -> None:
    """Forget weights fitted here, and use those that came with this version."""
    with open_hub() as context, context.transaction() as session:
        fitting.use_shipped(session)
    say("The weights that came with this version are in use.")


def _say(trial: Trial) -> None:
    if trial.comparison is None:
        say(
            f"{trial.choices} tasks were taken up beside others that were not; "
            f"{FEWEST_TAKEN} are needed to tell anything. Nothing changes."
        )
        return
    print_table(("weights", "choices", "MRR", "at the first place"), _standings(trial.comparison))
    gain = trial.comparison
    said = "better" if trial.is_better else "not better, as far as can be told"
    say(
        f"Fitted weights are {said}: {gain.gain:+.3f} MRR on the newest answers "
        f"({gain.gain_from:+.3f} to {gain.gain_to:+.3f})."
    )


def _standings(comparison: Comparison) -> list[tuple[str, int, str, str]]:
    pairs = (("in use", comparison.old), ("fitted", comparison.new))
    return [(name, each.choices, f"{each.mrr:.3f}", f"{each.hit_1:.3f}") for name, each in pairs]


def _changes(current: Weights, fitted: Weights) -> list[tuple[str, int, int]]:
    return [
        (name, weight.points, fitted.table[name].points) for name, weight in current.table.items()
    ]


def _plain(current: Weights) -> Json:
    return {
        "version": current.version,
        "made_on": current.made_on.isoformat(),
        "measured": current.measured,
        "points": {name: weight.points for name, weight in current.table.items()},
    }


def _plain_trial(trial: Trial) -> Json:
    found: dict[str, Json] = {
        "choices": trial.choices,
        "is_better": trial.is_better,
        "fitted": _plain(trial.fitted),
        "comparison": None,
    }
    if trial.comparison is not None:
        gain = trial.comparison
        found["comparison"] = {
            "old_mrr": gain.old.mrr,
            "new_mrr": gain.new.mrr,
            "gain": gain.gain,
            "gain_from": gain.gain_from,
            "gain_to": gain.gain_to,
        }
    return found
