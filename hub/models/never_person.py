"""Names that people gave of others with whom they want nothing to do."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class NeverPerson(SQLModel, table=True):
    """A name that a person gave: it keeps the two apart, both ways.

    ``handle`` may be somebody's or nobody's: which, nobody is told. A handle stays as long as its
    person does, and the rows that name one who leaves go with them.
    """

    __tablename__ = "never_person"
    __table_args__ = (Index("ix_never_person_handle", "handle"),)

    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", primary_key=True)
    handle: str = Field(max_length=60, primary_key=True)
