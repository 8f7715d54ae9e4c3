"""How far each search engine has followed the database."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class IndexReach(SQLModel, table=True):
    """One index of one engine: what had changed before ``reached_at`` is in it.

    A row's ``indexed_at`` speaks of the engine that wrote last. Another one that takes its place
    brings again what has changed since it reached the database itself.
    """

    __tablename__ = "index_reach"

    index: str = Field(max_length=40, primary_key=True)
    engine: str = Field(max_length=40, primary_key=True)
    reached_at: datetime = Field(sa_type=Instant)
    wrote_at: datetime = Field(sa_type=Instant)
