"""The table of everything that the hub holds about people: each column of each table, once.

A column that is not named here is handed out to nobody, shown to nobody, and fails a test. A new
table about people needs its lines here, or beside (:mod:`personal_access`,
:mod:`personal_offers`, :mod:`personal_on_forges`), and the page ``/privacy`` has them.
"""

from collections.abc import Mapping

from hub.services import account_events, stop_links
from hub.services import personal_access as access
from hub.services import personal_offers as offers
from hub.services import personal_on_forges as on_forges
from hub.services.accounts import LINK_LASTS
from hub.services.personal_data import (
    NUMBER,
    WHOSE,
    Ending,
    Fact,
    PersonalTable,
    SeenBy,
    chosen,
    hashed,
    in_days,
)

_LEAVE = "until you change it or leave"

PERSON = PersonalTable(
    "What you say of yourself",
    (
        chosen("name", "your name, and your part of addresses", "name", "handle"),
        chosen("own_line", "your line about yourself", "own_line"),
        chosen("level", "what tasks may ask of you", "level"),
        chosen("kinds", "kinds of work", "kinds"),
        chosen("causes", "causes", "causes"),
        chosen("hours", "hours a week, and until when", "hours_per_week", "hours_until"),
        chosen("spoken", "languages, and how well", "spoken", "spoken_levels"),
        chosen("time_zone", "time zone", "time_zone"),
        chosen("asks", "what to ask you for, and what not", "asked_for", "not_asked_for"),
        chosen("links", "links, which the hub never opens", "links"),
        chosen("contact", "how to reach you", "contact",
               but="never visitors, and only who asks for it; you see who did"),
        chosen("name", "since when you ask to be suggested", "suggested_since"),
        chosen("name", "your number here, which orders lists for programs", "id"),
        Fact("since when you stand in the list of people", ("findable_since",), SeenBy.ONESELF),
        Fact(
            "who sees each of these",
            ("name_seen_by", "own_line_seen_by", "skills_seen_by", "level_seen_by",
             "kinds_seen_by", "causes_seen_by", "spoken_seen_by", "hours_seen_by",
             "past_seen_by", "time_zone_seen_by", "asks_seen_by", "links_seen_by",
             "contact_seen_by"),
            SeenBy.ONESELF,
        ),
        Fact("until when you pause", ("paused_until",), SeenBy.ONESELF),
        Fact("whether you run this hub", ("is_operator",), SeenBy.ONESELF),
        Fact("projects never to be suggested to you", ("never_projects",), SeenBy.ONESELF),
        Fact("causes of the projects to which you may be suggested", ("suggested_causes",),
             SeenBy.ONESELF),
        Fact("when you came, and last changed this", ("joined_at", "changed_at"), SeenBy.ONESELF),
        Fact("how far the search index has it, and since when it may show too much",
             ("indexed_at", "narrowed_at"), SeenBy.NOBODY, is_exported=False),
        Fact(
            "when you left, on an empty row until the search index has heard of it",
            ("left_at",), SeenBy.NOBODY, is_exported=False,
        ),
    ),
    kept=_LEAVE,
)  # fmt: skip
SKILLS = PersonalTable(
    "Your skills",
    (
        WHOSE,
        Fact(
            "each skill, what it is to you, and your level", ("skill", "relation", "level"),
            SeenBy.CHOSEN, but="those never to be asked for: you alone", field="skills",
        ),
    ),
    kept=_LEAVE,
)  # fmt: skip
NEVER_PEOPLE = PersonalTable(
    "People with whom you want nothing to do",
    (WHOSE, Fact("each name that you wrote", ("handle",), SeenBy.ONESELF)),
    kept="until you take it off, you leave, or they do",
)
CONTACT_LOOK = PersonalTable(
    "That somebody looked up how to reach you",
    (WHOSE, NUMBER, Fact("who, and when", ("viewer_handle", "at"), SeenBy.ONESELF)),
    kept="until you leave, without a name once they do",
    endings=(Ending("at", f"{in_days(account_events.KEPT_FOR)} at most", account_events.KEPT_FOR),),
)
MAIL = PersonalTable(
    "A mail that waits to be sent",
    (
        Fact("whom it goes to, its subject, and what sort of notice it is",
             ("id", "address", "subject", "notice"), SeenBy.ONESELF),
        Fact("its text, with the links in it that sign in or stop mails",
             ("text", "html", "stop_address"), SeenBy.NOBODY, is_exported=False),
        Fact("when it is tried, and until when it is of use",
             ("tries", "try_at", "taken_at", "ends_at"), SeenBy.ONESELF),
    ),
    kept="until it was sent",
    endings=(Ending("ends_at", f"a link {in_days(LINK_LASTS)} at most, a notice 3 days"),),
)  # fmt: skip
NOTICES = PersonalTable(
    "Which notices you want by mail",
    (WHOSE, Fact("each kind, whether you want it, and when you chose that",
                  ("kind", "is_on", "chosen_at"), SeenBy.ONESELF)),
    kept=_LEAVE,
)  # fmt: skip
RHYTHM = PersonalTable(
    "How often you get a letter",
    (WHOSE, Fact("how often, when the next one is due, and when the last one was",
                  ("rhythm", "due_at", "looked_at"), SeenBy.ONESELF)),
    kept=_LEAVE,
)  # fmt: skip
MAILED_SEARCH = PersonalTable(
    "A search of which you want news by mail",
    (WHOSE, Fact("which one, and since when what is new is told", ("search_id", "since"),
                  SeenBy.ONESELF)),
    kept=_LEAVE,
)  # fmt: skip
TOLD = PersonalTable(
    "What a letter told you of, so that none tells it twice",
    (WHOSE, NUMBER, Fact("which task or project, in what sort of notice, and when",
                           ("kind", "task_id", "project_id", "told_at"), SeenBy.ONESELF)),
    kept="until you leave",
)  # fmt: skip
KNOWN_BROWSER = PersonalTable(
    "A browser in which you signed in before, so that a new one is told of",
    (WHOSE, Fact("which one in words, since when, and when you were told",
                  ("browser", "first_at", "told_at"), SeenBy.ONESELF)),
    kept="until you leave",
)  # fmt: skip
STOP = PersonalTable(
    "The link of a letter that stops such letters",
    (WHOSE, hashed("secret_hash", of="the link"),
     Fact("what it stops, and when it was made", ("kinds", "made_at"), SeenBy.ONESELF)),
    kept="until you leave",
    endings=(Ending("made_at", f"{in_days(stop_links.LASTS)} at most", stop_links.LASTS),),
)  # fmt: skip
CONTRIBUTION = PersonalTable(
    "What you finished on forges, where you had it brought in",
    (
        WHOSE,
        NUMBER,
        chosen("past", "what it was, where, and when it was done",
                "title", "url", "host", "project_path", "place", "done_at",
                but="before you let it be used, you alone"),
        chosen("past", "its kind, skills, labels and text, which reasons are found by",
                "kinds", "skills", "labels", "text",
                but="before you let it be used, you alone"),
        Fact("whether you let it be used", ("is_used",), SeenBy.ONESELF),
        Fact("its number on the forge, its sort, which account it is from, and when the forge last "
             "told of it",
             ("remote_id", "repository_id", "sort", "account_id", "seen_at"), SeenBy.ONESELF),
    ),
    kept="until you strike it, end it or leave",
)  # fmt: skip
READING = PersonalTable(
    "How far your work on a forge was read",
    (
        WHOSE,
        Fact("which account, where reading goes on, and when it is read next",
             ("account_id", "cursor", "due_at", "whole_since"), SeenBy.ONESELF),
        Fact("since when you let it be used", ("used_since",), SeenBy.ONESELF),
        Fact("what went wrong, and how often", ("problem", "failures"), SeenBy.ONESELF),
    ),
    kept="until you end it or leave",
)  # fmt: skip
STRUCK = PersonalTable(
    "What you struck of your work on forges",
    (
        WHOSE,
        Fact("the forge's number of it, so that it stays away, and when you struck it",
             ("account_id", "remote_id", "struck_at"), SeenBy.ONESELF),
    ),
    kept="until you bring it back, end it or leave",
)  # fmt: skip
FEEDBACK = PersonalTable(
    "What you said to tasks",
    (
        WHOSE,
        NUMBER,
        Fact("the task, what you said and why, and when", ("task_id", "verdict", "why", "said_at"),
             SeenBy.ONESELF, but="without your name, weights are fitted on it"),
        Fact("until when it counts", ("until",), SeenBy.ONESELF),
    ),
    kept="until you take it back or leave",
)  # fmt: skip
SHOWN = PersonalTable(
    "That you and a task were shown together",
    (
        WHOSE,
        NUMBER,
        Fact("the task, on which day, and on whose page",
             ("task_id", "shown_on", "shown_at", "side"), SeenBy.ONESELF),
        Fact("the numbers of the reasons, and their sum",
             ("values", "score", "weights_version"), SeenBy.ONESELF,
             but="without your name, weights are fitted on them"),
    ),
    kept="until you leave",
)  # fmt: skip
SEARCH = PersonalTable(
    "Searches that you keep",
    (
        WHOSE,
        NUMBER,
        Fact(
            "the search, its name, and since when", ("address", "name", "kept_at"), SeenBy.ONESELF
        ),
    ),
    kept="until you let go of it or leave",
)

HELD: Mapping[str, PersonalTable] = {
    "person": PERSON,
    "person_skill": SKILLS,
    "never_person": NEVER_PEOPLE,
    "contact_look": CONTACT_LOOK,
    "steward": offers.STEWARD,
    "steward_request": offers.REQUEST,
    "offer": offers.OFFER,
    "account": access.ACCOUNT,
    "joined_account": access.JOINED,
    "forge_visit": access.VISIT,
    "forge_arrival": access.ARRIVAL,
    "notice_choice": NOTICES,
    "letter_rhythm": RHYTHM,
    "mailed_search": MAILED_SEARCH,
    "notice_told": TOLD,
    "known_browser": KNOWN_BROWSER,
    "stop_link": STOP,
    "signed_in": access.SIGNED_IN,
    "mail_link": access.LINK,
    "address_link": access.ADDRESS,
    "outgoing_mail": MAIL,
    "api_token": access.TOKEN,
    "account_event": access.EVENT,
    "contribution": CONTRIBUTION,
    "history_reading": READING,
    "struck_work": STRUCK,
    "feedback": FEEDBACK,
    "suggestion_shown": SHOWN,
    "saved_search": SEARCH,
    "operator_code": access.CODE,
    "author": on_forges.AUTHOR,
    "task": on_forges.TASK,
    "project": on_forges.PROJECT,
    "project_file": on_forges.PROJECT_FILE,
    "repository": on_forges.REPOSITORY,
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
