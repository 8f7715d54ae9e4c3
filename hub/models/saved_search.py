"""Searches that people keep under a name."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class SavedSearch(SQLModel, table=True):
    """A search that a person keeps, wholly in its ``address`` on this hub (``/search?q=bus``)."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("person_id", "name", name="uq_saved_search_name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    name: str = Field(max_length=80)
    address: str
    kept_at: datetime = Field(sa_type=Instant)
