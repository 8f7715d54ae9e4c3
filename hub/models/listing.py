"""Listings: which catalogue names which repository, and what it says of it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from hub.models.columns import Instant, Texts


class Listing(SQLModel, table=True):
    """An entry of a catalogue that is a source. Several catalogues may list one repository.

    ``entry`` names it within its catalogue; ``address`` is its host and folded path as written
    there, which may be older than its path now. Issues with one of ``labels`` ask for help, and
    fit newcomers where the catalogue ``is_for_newcomers``. ``catalogues`` are the names shown.
    """

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_repository", "repository_id"),
        Index("ix_listing_address", "source_id", "address"),
    )

    source_id: int = Field(foreign_key="source.id", ondelete="CASCADE", primary_key=True)
    repository_id: int = Field(foreign_key="repository.id", ondelete="CASCADE", primary_key=True)
    entry: str = Field(max_length=300)
    address: str = Field(max_length=600)
    labels: tuple[str, ...] = Field(default=(), sa_type=Texts)
    is_for_newcomers: bool = False
    catalogues: tuple[str, ...] = Field(default=(), sa_type=Texts)
    listed_at: datetime = Field(sa_type=Instant)
