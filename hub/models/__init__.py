"""The tables and their invariants, one module a noun. Knows SQLModel, and nothing above it."""

from hub.models.account import Account, AddressLink, MailLink, OperatorCode, OutgoingMail, SignedIn
from hub.models.account_event import AccountEvent, What
from hub.models.api_token import ApiToken, Scope
from hub.models.contact_look import ContactLook
from hub.models.feedback import Feedback, FittedWeights, Verdict, Why
from hub.models.forge_visit import ForgeArrival, ForgeVisit
from hub.models.index_reach import IndexReach
from hub.models.joined_account import JoinedAccount
from hub.models.linked_change import LinkedChange
from hub.models.listing import Listing
from hub.models.never_person import NeverPerson
from hub.models.notice import (
    KnownBrowser,
    LetterRhythm,
    MailedSearch,
    NoticeChoice,
    NoticeKind,
    NoticeTold,
    Rhythm,
    StopLink,
)
from hub.models.offer import LIVE, Offer, OfferState
from hub.models.own_history import HistoryReading, StruckWork
from hub.models.person import Audience, Contribution, Fluency, Person, PersonSkill, Relation
from hub.models.project import Project, ProjectFile, ProjectPace, Repository
from hub.models.saved_search import SavedSearch
from hub.models.source import Health, RunStatus, Source, SyncRun
from hub.models.steward import Proof, Steward, StewardRequest
from hub.models.suggestion import Side, SuggestionShown
from hub.models.task import Author, Freshness, Origin, Task
from hub.models.token_budget import TokenBudget
from hub.models.worker import Worker

__all__ = [
    "LIVE",
    "Account",
    "AccountEvent",
    "AddressLink",
    "ApiToken",
    "Audience",
    "Author",
    "ContactLook",
    "Contribution",
    "Feedback",
    "FittedWeights",
    "Fluency",
    "ForgeArrival",
    "ForgeVisit",
    "Freshness",
    "Health",
    "HistoryReading",
    "IndexReach",
    "JoinedAccount",
    "KnownBrowser",
    "LetterRhythm",
    "LinkedChange",
    "Listing",
    "MailLink",
    "MailedSearch",
    "NeverPerson",
    "NoticeChoice",
    "NoticeKind",
    "NoticeTold",
    "Offer",
    "OfferState",
    "OperatorCode",
    "Origin",
    "OutgoingMail",
    "Person",
    "PersonSkill",
    "Project",
    "ProjectFile",
    "ProjectPace",
    "Proof",
    "Relation",
    "Repository",
    "Rhythm",
    "RunStatus",
    "SavedSearch",
    "Scope",
    "Side",
    "SignedIn",
    "Source",
    "Steward",
    "StewardRequest",
    "StopLink",
    "StruckWork",
    "SuggestionShown",
    "SyncRun",
    "Task",
    "TokenBudget",
    "Verdict",
    "What",
    "Why",
    "Worker",
]
