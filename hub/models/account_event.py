"""What happened to a person's account and data, written down for that person alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, word_of


class What(StrEnum):
    """What happened. Programs are admitted by a token, come with it, and are shut out."""

    ACCOUNT_MADE = "account_made"
    LINK_AT_TERMINAL = "link_at_terminal"
    SIGNED_IN = "signed_in"
    SESSION_ENDED = "session_ended"
    PROFILE_CHANGED = "profile_changed"
    SUGGESTIONS_ASKED = "suggestions_asked"
    FINDING_ASKED = "finding_asked"
    FINDING_ENDED = "finding_ended"
    NEVER_PEOPLE_CHANGED = "never_people_changed"
    SUGGESTIONS_PAUSED = "suggestions_paused"
    SUGGESTIONS_RESUMED = "suggestions_resumed"
    SUGGESTIONS_ENDED = "suggestions_ended"
    EXPORTED = "exported"
    PROGRAM_ADMITTED = "program_admitted"
    PROGRAM_CAME = "program_came"
    PROGRAM_SHUT_OUT = "program_shut_out"
    OPERATOR_MADE = "operator_made"
    FORGE_JOINED = "forge_joined"
    FORGE_PARTED = "forge_parted"
    HISTORY_ASKED = "history_asked"
    HISTORY_READ = "history_read"
    HISTORY_USED = "history_used"
    HISTORY_RESTED = "history_rested"
    HISTORY_FORGOTTEN = "history_forgotten"
    MAIL_CHOSEN = "mail_chosen"
    ADDRESS_SET = "address_set"
    ADDRESS_ENDED = "address_ended"
    CONTACT_LOOKED_UP = "contact_looked_up"
    STEWARD_MADE = "steward_made"
    STEWARD_ASKED = "steward_asked"
    STEWARD_STEPPED_DOWN = "steward_stepped_down"
    STEWARD_REMOVED = "steward_removed"
    OFFERED = "offered"
    OFFER_TAKEN_BACK = "offer_taken_back"
    OFFER_ANSWERED = "offer_answered"


class AccountEvent(SQLModel, table=True):
    """Something that happened, with a few plain facts: which fields, never what stood in them."""

    __tablename__ = "account_event"
    __table_args__ = (
        Index("ix_account_event_person", "person_id", "at", "id"),
        Index("ix_account_event_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    at: datetime = Field(sa_type=Instant)
    what: What = Field(sa_type=word_of(What))
    facts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
