"""Changes under review that say which issue they will close: a task with one is not free."""

from sqlmodel import Field, SQLModel


class LinkedChange(SQLModel, table=True):
    """An open pull or merge request that will close the issue of this number when it lands."""

    __tablename__ = "linked_change"

    repository_id: int = Field(foreign_key="repository.id", ondelete="CASCADE", primary_key=True)
    issue_number: int = Field(primary_key=True)
    url: str = Field(max_length=500, primary_key=True)
