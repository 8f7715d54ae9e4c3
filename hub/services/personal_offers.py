"""What is held about who looks after projects, and who offers them help."""

from datetime import timedelta

from hub.services.personal_data import (
    NUMBER,
    WHOSE,
    Ending,
    Fact,
    PersonalTable,
    SeenBy,
    chosen,
    in_days,
)

SETTLED_KEPT_FOR = timedelta(days=180)
KEPT_FOR = timedelta(days=365)
ASKED_KEPT_FOR = timedelta(days=30)

STEWARD = PersonalTable(
    "Projects that you look after",
    (
        WHOSE,
        chosen("name", "which project", "project_id"),
        Fact("since when, and by what", ("since", "proof"), SeenBy.ONESELF),
    ),
    kept="until you step down or leave",
)
REQUEST = PersonalTable(
    "Projects that you are asked to look after",
    (WHOSE, Fact("which project, and when", ("project_id", "asked_at"), SeenBy.ONESELF)),
    kept="until you say yes or no, or leave",
    endings=(Ending("asked_at", f"{in_days(ASKED_KEPT_FOR)} at most", ASKED_KEPT_FOR),),
)
OFFER = PersonalTable(
    "Offers of help that you sent",
    (
        WHOSE,
        NUMBER,
        Fact("the task, your words, and your hours", ("task_id", "words", "hours_per_week"),
             SeenBy.STEWARDS, but="once you took it back or were told no, you alone"),
        Fact("how far it is, when you sent it, and when that last changed",
             ("state", "sent_at", "settled_at"), SeenBy.STEWARDS),
        Fact("what the project answered, without the name of who wrote it", ("answer",),
             SeenBy.STEWARDS),
    ),
    kept="until you leave, or longer without your name if you say so then",
    endings=(
        Ending("settled_at", f"{in_days(SETTLED_KEPT_FOR)} after it was answered or taken back",
               SETTLED_KEPT_FOR),
        Ending("sent_at", f"{in_days(KEPT_FOR)} at most", KEPT_FOR),
    ),
)  # fmt: skip
