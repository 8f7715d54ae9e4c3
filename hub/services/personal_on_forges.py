"""What is held about people who are seen on forges and never came here."""

from hub.services import old_texts
from hub.services.personal_data import Fact, PersonalTable, SeenBy, in_days

AUTHOR = PersonalTable(
    "Logins seen on forges, of people who never came here",
    (
        Fact("the login, as public on the forge, with a link to its page there",
             ("id", "forge", "host", "remote_id", "login", "url", "is_bot"), SeenBy.EVERYONE,
             is_exported=False),
    ),
    kept="while a task that it opened stands here",
)  # fmt: skip
TASK = PersonalTable(
    "In tasks that come from public issues",
    (
        Fact("logins of who opened it, has it, or asked for it",
             ("author_id", "assignees", "claimed_by"), SeenBy.EVERYONE, is_exported=False),
        Fact("who answers and who mentors, where the project's own file says so",
             ("answered_by", "mentor"), SeenBy.EVERYONE, is_exported=False),
        Fact("its text as it was written there", ("body",), SeenBy.EVERYONE, is_exported=False,
             but=f"forgotten {in_days(old_texts.GONE_KEPT_FOR)} after the issue, its repository or "
             f"its source went, and {in_days(old_texts.CLOSED_KEPT_FOR)} after it was closed and "
             "nothing more was said"),
    ),
    kept="as long as the task stands here",
    is_of_others=True,
)  # fmt: skip
PROJECT = PersonalTable(
    "In projects",
    (Fact("who answers, where the project's own file says so", ("answered_by",), SeenBy.EVERYONE,
          is_exported=False),),
    kept="until the file says so no more",
    is_of_others=True,
)  # fmt: skip
PROJECT_FILE = PersonalTable(
    "In files in which projects speak about themselves",
    (Fact("names of maintainers and stewards, as they stand in the file", ("said",),
          SeenBy.EVERYONE, is_exported=False),),
    kept="until the file says so no more",
    is_of_others=True,
)  # fmt: skip
REPOSITORY = PersonalTable(
    "In repositories",
    (Fact("the login of its owner, also in its address", ("owner_login", "path", "path_key", "url"),
          SeenBy.EVERYONE, is_exported=False),),
    kept="as long as the project stands here",
    is_of_others=True,
)  # fmt: skip
