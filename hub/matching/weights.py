"""What each signal weighs, in whole points, and why. The only place where weights stand.

Whole points and values in hundredths or thousandths, so that anybody can redo the sum on the page.
Most of these are reasoned: real answers to suggestions are what they will be fitted on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Weight:
    """The points of a signal whose value is 1, and where the number comes from."""

    points: int
    because: str


@dataclass(frozen=True, slots=True)
class Weights:
    """A table of weights. ``version`` is kept beside every suggestion that was shown.

    ``measured`` says how good they were when they were fitted; empty for those that were not.
    """

    version: str
    made_on: date
    table: Mapping[str, Weight]
    measured: str = ""

    def points(self, signal: str) -> float:
        """Give the points of a signal; one that is not in the table is a bug."""
        return float(self.table[signal].points)


WEIGHTS = Weights(
    version="2026-11-29",
    made_on=date(2026, 11, 29),
    table={
        "skills": Weight(
            30,
            "Reasoned: what a task asks for by name is the first thing that both sides ask about.",
        ),
        "done_here": Weight(
            40,
            "Measured on who did the task next in 17 projects (2026-11-29): this and recent work "
            "give MRR .567 (2020) and .606 (2025), recent work alone .49 and .48. As many points "
            "as a close likeness and recent work had together before.",
        ),
        "same_project": Weight(
            14,
            "Who worked somewhere mostly goes on there: 12 points for that (reasoned, about as "
            "many as before), and 2 for how much of it was lately. Measured: a twentieth of the "
            "points of the work itself is best for that; more names those who would be asked "
            "anyway (at four twentieths MRR is .549, and .158 instead of .206 where the doer is "
            "not among the five most active).",
        ),
        "room": Weight(
            2,
            "A newcomer seldom does what somebody else mostly does. Measured on newcomers "
            "(2026-11-29): a twentieth of the points of the work itself lifts MRR from .255 to "
            ".267 for 346 in histories cut earlier, and leaves it at .25 for 159 others.",
        ),
        "experience": Weight(
            16, "Reasoned: what was really done speaks as loud as half of what is said."
        ),
        "kind": Weight(
            18, "Reasoned: a designer is not helped by code, however well the rest fits."
        ),
        "similar_work": Weight(
            24,
            "For work in other projects. Measured within projects (2026-11-23): likeness of words "
            "alone gives MRR .31, and .18 beyond the five most active.",
        ),
        "liked": Weight(
            10, "Reasoned: a wish for more of the like, below everything that was really done."
        ),
        "project_skills": Weight(
            12, "Reasoned: below the skills of the task itself, which may need only one of them."
        ),
        "learning": Weight(
            14, "Reasoned: about half of having the skill, so that having it always counts more."
        ),
        "spoken": Weight(
            12, "Reasoned: without a shared language nothing is answered; most share English."
        ),
        "causes": Weight(8, "Reasoned: why people stay, but not whether they can do it."),
        "hours": Weight(6, "Reasoned: sizes of tasks are guesses, so this counts little."),
        "level": Weight(6, "Reasoned: levels are guesses of both sides, so this counts little."),
        "freshness": Weight(
            10, "Reasoned: a task that is not free any more wastes the time of both."
        ),
        "pace": Weight(
            8, "Reasoned: a first answer within days keeps a newcomer; below freshness itself."
        ),
        "little_known": Weight(
            4,
            "Reasoned: it decides between tasks that fit alike, so that small and new projects are "
            "seen too; less than any wish of the person.",
        ),
    },
)

PROJECT_WEIGHTS = Weights(
    version="2026-11-28",
    made_on=date(2026, 11, 28),
    table={
        "fitting_tasks": Weight(
            40, "Reasoned: there is something to begin with; their own scores say how good it is."
        ),
        "familiar": Weight(
            20, "Reasoned: who worked there mostly goes on; half of it for a project beside it."
        ),
        "project_skills": Weight(
            16, "Reasoned: who stays needs what the project is made with, more than for one task."
        ),
        "kind": Weight(14, "Reasoned: below the tasks that fit, which count the kind already."),
        "causes": Weight(
            14, "Reasoned: why people stay with a project, so more than for one task."
        ),
        "experience": Weight(12, "Reasoned: a part of it is in the tasks that fit already."),
        "learning": Weight(12, "Reasoned: below having the skill, as for tasks."),
        "spoken": Weight(12, "Reasoned: without a shared language nothing is answered."),
        "welcome": Weight(10, "Reasoned: a project that asks for people answers them sooner."),
        "pace": Weight(10, "Reasoned: who comes to stay meets it more often than with one task."),
        "life": Weight(6, "Reasoned: what is asleep needs a revival first; said, not hidden."),
        "little_known": Weight(4, "Reasoned: decides between projects that fit alike."),
    },
)
