"""Workers: processes that do the hub's jobs, and when each was last seen alive."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class Worker(SQLModel, table=True):
    """A process that does jobs; others take over from one that was not seen for a while."""

    __tablename__ = "worker"

    id: str = Field(max_length=100, primary_key=True)
    host: str = Field(max_length=253)
    process_id: int
    started_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
