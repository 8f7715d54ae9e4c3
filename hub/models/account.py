"""Accounts: how a person signs in, where they are signed in, and mail that waits to be sent.

Secrets are kept as their SHA-256 alone: they are long and drawn at random, so a slow hash would
add nothing. An address stands in ``account`` only once a link that was sent to it was followed.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class Account(SQLModel, table=True):
    """A verified mail address of a person, normalised; each person has one, or none."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("address", name="uq_account_address"),
        UniqueConstraint("person_id", name="uq_account_person"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    address: str = Field(max_length=254)
    verified_at: datetime = Field(sa_type=Instant)


class MailLink(SQLModel, table=True):
    """A link to sign in with, once, in the browser that asked for it.

    ``browser_hash`` is ``None`` for a link that an operator printed on a terminal.
    """

    __tablename__ = "mail_link"
    __table_args__ = (Index("ix_mail_link_ends", "ends_at"),)

    secret_hash: str = Field(max_length=64, primary_key=True)
    browser_hash: str | None = Field(default=None, max_length=64)
    address: str = Field(max_length=254)
    next_address: str = Field(max_length=2048)
    ends_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class AddressLink(SQLModel, table=True):
    """A link that makes an address that of a person, once, while they are signed in."""

    __tablename__ = "address_link"
    __table_args__ = (
        Index("ix_address_link_person", "person_id"),
        Index("ix_address_link_ends", "ends_at"),
    )

    secret_hash: str = Field(max_length=64, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    address: str = Field(max_length=254)
    ends_at: datetime = Field(sa_type=Instant)


class SignedIn(SQLModel, table=True):
    """A browser in which a person is signed in. ``browser`` is told in words, not in numbers."""

    __tablename__ = "signed_in"
    __table_args__ = (
        UniqueConstraint("secret_hash", name="uq_signed_in_secret"),
        Index("ix_signed_in_person", "person_id"),
        Index("ix_signed_in_ends", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    secret_hash: str = Field(max_length=64)
    browser: str = Field(max_length=80)
    began_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)


class OutgoingMail(SQLModel, table=True):
    """A mail that waits for a worker. It is deleted once it was sent, or is of no use any more.

    ``taken_at`` is set before it is given to the server: one that was taken is never sent again.
    ``notice`` names what a notice is about, and ``stop_address`` is the page that stops such mails;
    both are empty for a link to sign in with.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_try", "try_at"),)

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    text: str
    html: str
    tries: int = 0
    try_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    taken_at: datetime | None = Field(default=None, sa_type=Instant)
    notice: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    stop_address: str = Field(default="", sa_column_kwargs={"server_default": ""})


class OperatorCode(SQLModel, table=True):
    """The one code with which a person becomes the operator of a hub that has none."""

    __tablename__ = "operator_code"

    id: int = Field(default=1, primary_key=True)
    code_hash: str = Field(max_length=64)
    ends_at: datetime = Field(sa_type=Instant)
