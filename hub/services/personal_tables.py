"""The table of everything that the hub holds about people: each column of each table, once.

A column that is not named here is handed out to nobody, shown to nobody, and fails a test. A new
table about people needs its lines here, and the page ``/privacy`` has them.
"""

from collections.abc import Mapping

from hub.services import account_events, old_texts, sessions, stop_links
from hub.services.accounts import CODE_LASTS, LINK_LASTS
from hub.services.forge_sign_in import VISIT_LASTS
from hub.services.personal_data import Ending, Fact, PersonalTable, SeenBy, in_days

_LEAVE = "until you change it or leave"
_NOBODY, _ONESELF, _EVERYONE = SeenBy.NOBODY, SeenBy.ONESELF, SeenBy.EVERYONE
_CHOSEN = SeenBy.CHOSEN

# Whose row it is stands in no fact of its own: the export is of that person.
_WHOSE = Fact("whose it is", ("person_id",), _NOBODY, is_exported=False)
_NUMBER = Fact("its number here", ("id",), _ONESELF)


def _hash(*columns: str, of: str) -> Fact:
    """Name the hashes of secrets: of no use to anybody, and no business of a reader."""
    return Fact(f"the hash of {of}", columns, _NOBODY, is_exported=False)


def _chosen(field: str, words: str, *columns: str, but: str = "") -> Fact:
    """Name what is seen by whom the person chooses for a field."""
    return Fact(words, columns, _CHOSEN, but=but, field=field)


PERSON = PersonalTable(
    "What you say of yourself",
    (
        _chosen("name", "your name, and your part of addresses", "name", "handle"),
        _chosen("own_line", "your line about yourself", "own_line"),
        _chosen("level", "what tasks may ask of you", "level"),
        _chosen("kinds", "kinds of work", "kinds"),
        _chosen("causes", "causes", "causes"),
        _chosen("hours", "hours a week, and until when", "hours_per_week", "hours_until"),
        _chosen("spoken", "languages, and how well", "spoken", "spoken_levels"),
        _chosen("time_zone", "time zone", "time_zone"),
        _chosen("asks", "what to ask you for, and what not", "asked_for", "not_asked_for"),
        _chosen("links", "links, which the hub never opens", "links"),
        _chosen("name", "since when you ask to be suggested", "suggested_since"),
        _chosen("name", "your number here, which orders lists for programs", "id"),
        Fact("since when you stand in the list of people", ("findable_since",), _ONESELF),
        Fact(
            "who sees each of these",
            ("name_seen_by", "own_line_seen_by", "skills_seen_by", "level_seen_by",
             "kinds_seen_by", "causes_seen_by", "spoken_seen_by", "hours_seen_by",
             "past_seen_by", "time_zone_seen_by", "asks_seen_by", "links_seen_by"),
            _ONESELF,
        ),
        Fact("until when you pause", ("paused_until",), _ONESELF),
        Fact("whether you run this hub", ("is_operator",), _ONESELF),
        Fact("projects never to be suggested to you", ("never_projects",), _ONESELF),
        Fact("causes of the projects to which you may be suggested", ("suggested_causes",),
             _ONESELF),
        Fact("when you came, and last changed this", ("joined_at", "changed_at"), _ONESELF),
        Fact("how far the search index has it, and since when it may show too much",
             ("indexed_at", "narrowed_at"), _NOBODY, is_exported=False),
        Fact(
            "when you left, on an empty row until the search index has heard of it",
            ("left_at",), _NOBODY, is_exported=False,
        ),
    ),
    kept=_LEAVE,
)  # fmt: skip
SKILLS = PersonalTable(
    "Your skills",
    (
        _WHOSE,
        Fact(
            "each skill, what it is to you, and your level", ("skill", "relation", "level"),
            _CHOSEN, but="those never to be asked for: you alone", field="skills",
        ),
    ),
    kept=_LEAVE,
)  # fmt: skip
NEVER_PEOPLE = PersonalTable(
    "People with whom you want nothing to do",
    (_WHOSE, Fact("each name that you wrote", ("handle",), _ONESELF)),
    kept="until you take it off, you leave, or they do",
)
ACCOUNT = PersonalTable(
    "Your account",
    (
        _WHOSE,
        _NUMBER,
        Fact("your mail address, and since when it is known to be yours",
             ("address", "verified_at"), _ONESELF),
    ),
    kept="until you leave",
)  # fmt: skip
JOINED = PersonalTable(
    "Your accounts on forges",
    (
        _WHOSE,
        _NUMBER,
        Fact("the forge, and who you are there",
             ("forge", "host", "remote_id", "handle"), _ONESELF),
        Fact("since when it is joined to you", ("joined_at",), _ONESELF),
        Fact("whether your work there is brought in, and when it last was",
             ("history_since", "history_read_at"), _ONESELF),
    ),
    kept="until you part from it or leave",
)  # fmt: skip
VISIT = PersonalTable(
    "A way to a forge and back",
    (
        _WHOSE,
        _hash("state_hash", "browser_hash", of="the way, and of the browser that goes it"),
        Fact("which forge, and where you wanted to go", ("host", "next_address"), _ONESELF),
        Fact("until when it may be gone", ("ends_at",), _ONESELF),
    ),
    kept="until you are back",
    endings=(Ending("ends_at", f"{in_days(VISIT_LASTS)} at most"),),
)  # fmt: skip
ARRIVAL = PersonalTable(
    "Who a forge says that you are, until you have given a name here",
    (
        _hash("secret_hash", "browser_hash", of="the page that asks, and of the browser"),
        Fact("the forge, and who you are there",
             ("forge", "host", "remote_id", "handle", "name"), _NOBODY, is_exported=False),
        Fact("where you wanted to go, and until when it waits", ("next_address", "ends_at"),
             _NOBODY, is_exported=False),
    ),
    kept="until you have given it",
    endings=(Ending("ends_at", f"{in_days(VISIT_LASTS)} at most"),),
)  # fmt: skip
LINK = PersonalTable(
    "A link to sign in that was asked for",
    (
        _hash("secret_hash", "browser_hash", of="the link, and of the browser that asked"),
        Fact("the address it goes to, and where you wanted to go", ("address", "next_address"),
             _ONESELF),
        Fact("until when it works, and when it was used", ("ends_at", "used_at"), _ONESELF),
    ),
    kept="",
    endings=(Ending("ends_at", in_days(LINK_LASTS)),),
)  # fmt: skip
ADDRESS = PersonalTable(
    "A link to an address that is to become yours",
    (
        _WHOSE,
        _hash("secret_hash", of="the link"),
        Fact("the address, and until when the link works", ("address", "ends_at"), _ONESELF),
    ),
    kept="until it was used",
    endings=(Ending("ends_at", f"{in_days(LINK_LASTS)} at most"),),
)  # fmt: skip
MAIL = PersonalTable(
    "A mail that waits to be sent",
    (
        Fact("whom it goes to, its subject, and what sort of notice it is",
             ("id", "address", "subject", "notice"), _ONESELF),
        Fact("its text, with the links in it that sign in or stop mails",
             ("text", "html", "stop_address"), _NOBODY, is_exported=False),
        Fact("when it is tried, and until when it is of use",
             ("tries", "try_at", "taken_at", "ends_at"), _ONESELF),
    ),
    kept="until it was sent",
    endings=(Ending("ends_at", f"a link {in_days(LINK_LASTS)} at most, a notice 3 days"),),
)  # fmt: skip
NOTICES = PersonalTable(
    "Which notices you want by mail",
    (_WHOSE, Fact("each kind, whether you want it, and when you chose that",
                  ("kind", "is_on", "chosen_at"), _ONESELF)),
    kept=_LEAVE,
)  # fmt: skip
RHYTHM = PersonalTable(
    "How often you get a letter",
    (_WHOSE, Fact("how often, when the next one is due, and when the last one was",
                  ("rhythm", "due_at", "looked_at"), _ONESELF)),
    kept=_LEAVE,
)  # fmt: skip
MAILED_SEARCH = PersonalTable(
    "A search of which you want news by mail",
    (_WHOSE, Fact("which one, and since when what is new is told", ("search_id", "since"),
                  _ONESELF)),
    kept=_LEAVE,
)  # fmt: skip
TOLD = PersonalTable(
    "What a letter told you of, so that none tells it twice",
    (_WHOSE, _NUMBER, Fact("which task or project, in what sort of notice, and when",
                           ("kind", "task_id", "project_id", "told_at"), _ONESELF)),
    kept="until you leave",
)  # fmt: skip
KNOWN_BROWSER = PersonalTable(
    "A browser in which you signed in before, so that a new one is told of",
    (_WHOSE, Fact("which one in words, since when, and when you were told",
                  ("browser", "first_at", "told_at"), _ONESELF)),
    kept="until you leave",
)  # fmt: skip
STOP = PersonalTable(
    "The link of a letter that stops such letters",
    (_WHOSE, _hash("secret_hash", of="the link"),
     Fact("what it stops, and when it was made", ("kinds", "made_at"), _ONESELF)),
    kept="until you leave",
    endings=(Ending("made_at", f"{in_days(stop_links.LASTS)} at most", stop_links.LASTS),),
)  # fmt: skip
SIGNED_IN = PersonalTable(
    "A browser in which you are signed in",
    (
        _WHOSE,
        _NUMBER,
        _hash("secret_hash", of="its cookie"),
        Fact("which one it is in words, such as “Firefox on Linux”", ("browser",), _ONESELF),
        Fact("since when, last seen (to ten minutes), until when",
             ("began_at", "seen_at", "ends_at"), _ONESELF),
    ),
    kept="until you sign out",
    endings=(
        Ending("seen_at", f"{in_days(sessions.IDLE_FOR)} after it was last seen",
               sessions.IDLE_FOR),
        Ending("ends_at", f"{in_days(sessions.ENDS_AFTER)} at most"),
    ),
)  # fmt: skip
TOKEN = PersonalTable(
    "A token for a program of yours",
    (
        _WHOSE,
        _NUMBER,
        _hash("secret_hash", of="the token"),
        Fact("its name, and what it may do", ("name", "scopes"), _ONESELF),
        Fact("when it was made, last used (to ten minutes), and ends",
             ("made_at", "used_at", "ends_at"), _ONESELF),
    ),
    kept="until you end it",
    endings=(Ending("ends_at", "until its time is over, a year at most"),),
)  # fmt: skip
EVENT = PersonalTable(
    "What happened to your account",
    (
        _WHOSE,
        _NUMBER,
        Fact("what happened and when: which fields changed, never what stood in them",
             ("at", "what", "facts"), _ONESELF),
    ),
    kept="until you leave",
    endings=(Ending("at", f"{in_days(account_events.KEPT_FOR)} at most", account_events.KEPT_FOR),),
)  # fmt: skip
CONTRIBUTION = PersonalTable(
    "What you finished on forges, where you had it brought in",
    (
        _WHOSE,
        _NUMBER,
        _chosen("past", "what it was, where, and when it was done",
                "title", "url", "host", "project_path", "place", "done_at",
                but="before you let it be used, you alone"),
        _chosen("past", "its kind, skills, labels and text, which reasons are found by",
                "kinds", "skills", "labels", "text",
                but="before you let it be used, you alone"),
        Fact("whether you let it be used", ("is_used",), _ONESELF),
        Fact("its number on the forge, its sort, which account it is from, and when the forge last "
             "told of it",
             ("remote_id", "repository_id", "sort", "account_id", "seen_at"), _ONESELF),
    ),
    kept="until you strike it, end it or leave",
)  # fmt: skip
READING = PersonalTable(
    "How far your work on a forge was read",
    (
        _WHOSE,
        Fact("which account, where reading goes on, and when it is read next",
             ("account_id", "cursor", "due_at", "whole_since"), _ONESELF),
        Fact("since when you let it be used", ("used_since",), _ONESELF),
        Fact("what went wrong, and how often", ("problem", "failures"), _ONESELF),
    ),
    kept="until you end it or leave",
)  # fmt: skip
STRUCK = PersonalTable(
    "What you struck of your work on forges",
    (
        _WHOSE,
        Fact("the forge's number of it, so that it stays away, and when you struck it",
             ("account_id", "remote_id", "struck_at"), _ONESELF),
    ),
    kept="until you bring it back, end it or leave",
)  # fmt: skip
FEEDBACK = PersonalTable(
    "What you said to tasks",
    (
        _WHOSE,
        _NUMBER,
        Fact("the task, what you said and why, and when", ("task_id", "verdict", "why", "said_at"),
             _ONESELF, but="without your name, weights are fitted on it"),
        Fact("until when it counts", ("until",), _ONESELF),
    ),
    kept="until you take it back or leave",
)  # fmt: skip
SHOWN = PersonalTable(
    "That you and a task were shown together",
    (
        _WHOSE,
        _NUMBER,
        Fact("the task, on which day, and on whose page",
             ("task_id", "shown_on", "shown_at", "side"), _ONESELF),
        Fact("the numbers of the reasons, and their sum",
             ("values", "score", "weights_version"), _ONESELF,
             but="without your name, weights are fitted on them"),
    ),
    kept="until you leave",
)  # fmt: skip
SEARCH = PersonalTable(
    "Searches that you keep",
    (
        _WHOSE,
        _NUMBER,
        Fact("the search, its name, and since when", ("address", "name", "kept_at"), _ONESELF),
    ),
    kept="until you let go of it or leave",
)
CODE = PersonalTable(
    "The operator's code",
    (
        Fact("until when it works", ("id", "ends_at"), _NOBODY, is_exported=False),
        _hash("code_hash", of="the code"),
    ),
    kept="until it was used",
    endings=(Ending("ends_at", f"{in_days(CODE_LASTS)} at most"),),
)
AUTHOR = PersonalTable(
    "Logins seen on forges, of people who never came here",
    (
        Fact("the login, as public on the forge, with a link to its page there",
             ("id", "forge", "host", "remote_id", "login", "url", "is_bot"), _EVERYONE,
             is_exported=False),
    ),
    kept="while a task that it opened stands here",
)  # fmt: skip
TASK = PersonalTable(
    "In tasks that come from public issues",
    (
        Fact("logins of who opened it, has it, or asked for it",
             ("author_id", "assignees", "claimed_by"), _EVERYONE, is_exported=False),
        Fact("who answers and who mentors, where the project's own file says so",
             ("answered_by", "mentor"), _EVERYONE, is_exported=False),
        Fact("its text as it was written there", ("body",), _EVERYONE, is_exported=False,
             but=f"forgotten {in_days(old_texts.GONE_KEPT_FOR)} after the issue, its repository or "
             f"its source went, and {in_days(old_texts.CLOSED_KEPT_FOR)} after it was closed and "
             "nothing more was said"),
    ),
    kept="as long as the task stands here",
    is_of_others=True,
)  # fmt: skip
PROJECT = PersonalTable(
    "In projects",
    (Fact("who answers, where the project's own file says so", ("answered_by",), _EVERYONE,
          is_exported=False),),
    kept="until the file says so no more",
    is_of_others=True,
)  # fmt: skip
PROJECT_FILE = PersonalTable(
    "In files in which projects speak about themselves",
    (Fact("names of maintainers, as they stand in the file", ("said",), _EVERYONE,
          is_exported=False),),
    kept="until the file says so no more",
    is_of_others=True,
)  # fmt: skip
REPOSITORY = PersonalTable(
    "In repositories",
    (Fact("the login of its owner, also in its address", ("owner_login", "path", "path_key", "url"),
          _EVERYONE, is_exported=False),),
    kept="as long as the project stands here",
    is_of_others=True,
)  # fmt: skip

HELD: Mapping[str, PersonalTable] = {
    "person": PERSON,
    "person_skill": SKILLS,
    "never_person": NEVER_PEOPLE,
    "account": ACCOUNT,
    "joined_account": JOINED,
    "forge_visit": VISIT,
    "forge_arrival": ARRIVAL,
    "notice_choice": NOTICES,
    "letter_rhythm": RHYTHM,
    "mailed_search": MAILED_SEARCH,
    "notice_told": TOLD,
    "known_browser": KNOWN_BROWSER,
    "stop_link": STOP,
    "signed_in": SIGNED_IN,
    "mail_link": LINK,
    "address_link": ADDRESS,
    "outgoing_mail": MAIL,
    "api_token": TOKEN,
    "account_event": EVENT,
    "contribution": CONTRIBUTION,
    "history_reading": READING,
    "struck_work": STRUCK,
    "feedback": FEEDBACK,
    "suggestion_shown": SHOWN,
    "saved_search": SEARCH,
    "operator_code": CODE,
    "author": AUTHOR,
    "task": TASK,
    "project": PROJECT,
    "project_file": PROJECT_FILE,
    "repository": REPOSITORY,
}

# The rest of the database: forges, work, searches and this hub itself.
ABOUT_NOBODY = frozenset(
    {
        "fitted_weights",
        "index_reach",
        "linked_change",
        "listing",
        "project_pace",
        "source",
        "sync_run",
        "token_budget",
        "worker",
    }
)
