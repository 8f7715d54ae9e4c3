"""How far each search engine has followed the database."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class IndexReach(SQLModel, table=True):
    """One index of one engine: what had changed before ``reached_at`` is in it.

    A row's ``indexed_at`` speaks of whichever engine marked it. One that sees that another has
    marked rows since (``marked_at``) brings again what has changed since it reached the database.
    ``reached_at`` is empty while an engine has not come so far yet.
    """

    __tablename__ = "index_reach"

    index: str = Field(max_length=40, primary_key=True)
    engine: str = Field(max_length=300, primary_key=True)
    reached_at: datetime | None = Field(default=None, sa_type=Instant)
    marked_at: datetime = Field(sa_type=Instant)
