"""What forges last said that our tokens may still ask: kept by workers, shown by the web."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from hub.models.columns import Instant


class TokenBudget(SQLModel, table=True):
    """One budget of one token, by the token's number: never the token itself.

    ``number`` 0 is asking without a token. After ``full_at`` nothing is known to be missing.
    """

    __tablename__ = "token_budget"

    forge: str = Field(max_length=20, primary_key=True)
    host: str = Field(max_length=253, primary_key=True)
    number: int = Field(primary_key=True)
    resource: str = Field(max_length=40, primary_key=True)
    limit: int
    left: int
    full_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
