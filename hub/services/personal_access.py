"""What is held about how people sign in, and what happened to their account."""

from hub.services import account_events, sessions
from hub.services.accounts import CODE_LASTS, LINK_LASTS
from hub.services.forge_sign_in import VISIT_LASTS
from hub.services.personal_data import (
    NUMBER,
    WHOSE,
    Ending,
    Fact,
    PersonalTable,
    SeenBy,
    hashed,
    in_days,
)

ACCOUNT = PersonalTable(
    "Your account",
    (
        WHOSE,
        NUMBER,
        Fact("your mail address, and since when it is known to be yours",
             ("address", "verified_at"), SeenBy.ONESELF),
    ),
    kept="until you leave",
)  # fmt: skip
JOINED = PersonalTable(
    "Your accounts on forges",
    (
        WHOSE,
        NUMBER,
        Fact("the forge, and who you are there",
             ("forge", "host", "remote_id", "handle"), SeenBy.ONESELF),
        Fact("since when it is joined to you, and when you last signed in with it",
             ("joined_at", "seen_at"), SeenBy.ONESELF),
        Fact("whether your work there is brought in, and when it last was",
             ("history_since", "history_read_at"), SeenBy.ONESELF),
    ),
    kept="until you part from it or leave",
)  # fmt: skip
VISIT = PersonalTable(
    "A way to a forge and back",
    (
        WHOSE,
        hashed("state_hash", "browser_hash", of="the way, and of the browser that goes it"),
        Fact("which forge, and where you wanted to go", ("host", "next_address"), SeenBy.ONESELF),
        Fact("until when it may be gone", ("ends_at",), SeenBy.ONESELF),
    ),
    kept="until you are back",
    endings=(Ending("ends_at", f"{in_days(VISIT_LASTS)} at most"),),
)  # fmt: skip
ARRIVAL = PersonalTable(
    "Who a forge says that you are, until you have given a name here",
    (
        hashed("secret_hash", "browser_hash", of="the page that asks, and of the browser"),
        Fact("the forge, and who you are there",
             ("forge", "host", "remote_id", "handle", "name"), SeenBy.NOBODY, is_exported=False),
        Fact("where you wanted to go, and until when it waits", ("next_address", "ends_at"),
             SeenBy.NOBODY, is_exported=False),
    ),
    kept="until you have given it",
    endings=(Ending("ends_at", f"{in_days(VISIT_LASTS)} at most"),),
)  # fmt: skip
LINK = PersonalTable(
    "A link to sign in that was asked for",
    (
        hashed("secret_hash", "browser_hash", of="the link, and of the browser that asked"),
        Fact("the address it goes to, and where you wanted to go", ("address", "next_address"),
             SeenBy.ONESELF),
        Fact("until when it works, and when it was used", ("ends_at", "used_at"), SeenBy.ONESELF),
    ),
    kept="",
    endings=(Ending("ends_at", in_days(LINK_LASTS)),),
)  # fmt: skip
ADDRESS = PersonalTable(
    "A link to an address that is to become yours",
    (
        WHOSE,
        hashed("secret_hash", of="the link"),
        Fact("the address, and until when the link works", ("address", "ends_at"), SeenBy.ONESELF),
    ),
    kept="until it was used",
    endings=(Ending("ends_at", f"{in_days(LINK_LASTS)} at most"),),
)  # fmt: skip
SIGNED_IN = PersonalTable(
    "A browser in which you are signed in",
    (
        WHOSE,
        NUMBER,
        hashed("secret_hash", of="its cookie"),
        Fact("which one it is in words, such as “Firefox on Linux”", ("browser",), SeenBy.ONESELF),
        Fact("since when, last seen (to ten minutes), until when",
             ("began_at", "seen_at", "ends_at"), SeenBy.ONESELF),
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
        WHOSE,
        NUMBER,
        hashed("secret_hash", of="the token"),
        Fact("its name, and what it may do", ("name", "scopes"), SeenBy.ONESELF),
        Fact("when it was made, last used (to ten minutes), and ends",
             ("made_at", "used_at", "ends_at"), SeenBy.ONESELF),
    ),
    kept="until you end it",
    endings=(Ending("ends_at", "until its time is over, a year at most"),),
)  # fmt: skip
EVENT = PersonalTable(
    "What happened to your account",
    (
        WHOSE,
        NUMBER,
        Fact("what happened and when: which fields changed, never what stood in them",
             ("at", "what", "facts"), SeenBy.ONESELF),
    ),
    kept="until you leave",
    endings=(Ending("at", f"{in_days(account_events.KEPT_FOR)} at most", account_events.KEPT_FOR),),
)  # fmt: skip
CODE = PersonalTable(
    "The operator's code",
    (
        Fact("until when it works", ("id", "ends_at"), SeenBy.NOBODY, is_exported=False),
        hashed("code_hash", of="the code"),
    ),
    kept="until it was used",
    endings=(Ending("ends_at", f"{in_days(CODE_LASTS)} at most"),),
)
