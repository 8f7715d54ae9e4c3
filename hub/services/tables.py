"""The tables as SQLAlchemy Core sees them: to read a few columns of many rows without objects."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Table,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
)
from sqlmodel import SQLModel

from hub.models import (
    Account,
    AccountEvent,
    AddressLink,
    ApiToken,
    Author,
    ContactLook,
    Contribution,
    Feedback,
    FittedWeights,
    Freshness,
    Health,
    JoinedAccount,
    KnownBrowser,
    LetterRhythm,
    Listing,
    MailedSearch,
    NeverPerson,
    NoticeChoice,
    NoticeTold,
    Offer,
    Origin,
    Person,
    PersonSkill,
    Project,
    ProjectFile,
    ProjectPace,
    Repository,
    SavedSearch,
    SignedIn,
    Source,
    Steward,
    StewardRequest,
    StopLink,
    SuggestionShown,
    SyncRun,
    Task,
    TokenBudget,
    Worker,
)

# PostgreSQL's integer ends here; a larger number in an address names no row.
MAX_ID = 2**31 - 1
# Some ids, for statements that are made once: making them anew takes longer than the answer.
IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def table_of(model: type[SQLModel]) -> Table:
    """Give the table behind a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


ACCOUNT = table_of(Account)
ADDRESS_LINK = table_of(AddressLink)
ACCOUNT_EVENT = table_of(AccountEvent)
API_TOKEN = table_of(ApiToken)
AUTHOR = table_of(Author)
CONTACT_LOOK = table_of(ContactLook)
CONTRIBUTION = table_of(Contribution)
FEEDBACK = table_of(Feedback)
FITTED_WEIGHTS = table_of(FittedWeights)
JOINED_ACCOUNT = table_of(JoinedAccount)
KNOWN_BROWSER = table_of(KnownBrowser)
LETTER_RHYTHM = table_of(LetterRhythm)
LISTING = table_of(Listing)
MAILED_SEARCH = table_of(MailedSearch)
NEVER_PERSON = table_of(NeverPerson)
NOTICE_CHOICE = table_of(NoticeChoice)
NOTICE_TOLD = table_of(NoticeTold)
OFFER = table_of(Offer)
PERSON = table_of(Person)
PERSON_SKILL = table_of(PersonSkill)
PROJECT = table_of(Project)
PROJECT_FILE = table_of(ProjectFile)
PROJECT_PACE = table_of(ProjectPace)
REPOSITORY = table_of(Repository)
SIGNED_IN = table_of(SignedIn)
SAVED_SEARCH = table_of(SavedSearch)
SOURCE = table_of(Source)
STEWARD = table_of(Steward)
STEWARD_REQUEST = table_of(StewardRequest)
STOP_LINK = table_of(StopLink)
SUGGESTION_SHOWN = table_of(SuggestionShown)
SYNC_RUN = table_of(SyncRun)
TASK = table_of(Task)
TOKEN_BUDGET = table_of(TokenBudget)
WORKER = table_of(Worker)


# Every list of tasks reads from here, so that :func:`is_listed_task` can look at all three.
TASKS_WITH_PLACE = TASK.join(PROJECT, PROJECT.c.id == TASK.c.project_id).outerjoin(
    REPOSITORY, REPOSITORY.c.id == TASK.c.repository_id
)


def is_stale(table: Table) -> ColumnElement[bool]:
    """Say which rows of an indexed table the search index does not have as they are now."""
    return or_(table.c.indexed_at.is_(None), table.c.indexed_at != table.c.changed_at)


def is_looked_after() -> ColumnElement[bool]:
    """Say which of PROJECT somebody looks after."""
    return or_(PROJECT.c.is_claimed.is_(True), exists().where(STEWARD.c.project_id == PROJECT.c.id))


def is_listed_task() -> ColumnElement[bool]:
    """Say which of TASKS_WITH_PLACE stand in lists: those that the search index holds too.

    Open, of a project that is not hidden, and not of a repository that is archived or gone. An
    issue leaves with the issue list of its repository, a need does not. Where a project names the
    labels that may be shown, an issue needs one of them (:mod:`hub.services.advertising`).
    """
    return and_(
        TASK.c.is_open.is_(True),
        TASK.c.is_advertised.is_(True),
        TASK.c.freshness != Freshness.CLOSED,
        PROJECT.c.is_listed.is_(True),
        or_(
            REPOSITORY.c.id.is_(None),
            and_(
                REPOSITORY.c.is_archived.is_(False),
                REPOSITORY.c.health != Health.GONE,
                or_(REPOSITORY.c.has_issues.is_(True), TASK.c.origin == Origin.NEED),
            ),
        ),
    )


def is_listed_project() -> ColumnElement[bool]:
    """Say which of PROJECT stand in lists: those that the search index holds too.

    Not hidden, and not all of its repositories gone; one that never had any stands.
    """
    repository = REPOSITORY.alias()  # the statement around this may read repositories itself
    of_project = select(literal(1)).where(repository.c.project_id == PROJECT.c.id)
    return and_(
        PROJECT.c.is_listed.is_(True),
        or_(
            of_project.where(repository.c.health != Health.GONE).correlate(PROJECT).exists(),
            ~of_project.correlate(PROJECT).exists(),
        ),
    )
