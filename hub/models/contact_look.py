"""Who looked up how to reach a person, for that person to see."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class ContactLook(SQLModel, table=True):
    """Somebody looked up how to reach a person. ``viewer_handle`` is ``None`` once they left."""

    __tablename__ = "contact_look"
    __table_args__ = (
        Index("ix_contact_look_person", "person_id", "at"),
        Index("ix_contact_look_viewer", "viewer_handle", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    viewer_handle: str | None = Field(default=None, max_length=60)
    at: datetime = Field(sa_type=Instant)
