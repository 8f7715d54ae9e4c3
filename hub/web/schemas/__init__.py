"""What the API answers, as pydantic models: the OpenAPI description is made from these.

Read from the same views as the pages, by the names of their fields, so both say the same. Texts
from forges are given as they stand there: hostile until whoever shows them has made them safe.
One module a noun.
"""

from hub.web.schemas.base import (
    Answer,
    KindCount,
    MarkedText,
    Problem,
)
from hub.web.schemas.given_profile import GivenProfile
from hub.web.schemas.own import (
    GivenAnswer,
    OwnOffer,
    OwnOffers,
    OwnProfile,
    OwnSearch,
    OwnSearches,
    OwnSkill,
    TokenInfo,
)
from hub.web.schemas.people import (
    EasierTaskInfo,
    FittingTaskInfo,
    MentorInfo,
    PastInfo,
    PersonDetail,
    PersonList,
    PersonSummary,
    ReasonInfo,
    SuggestedPeople,
    SuggestedPersonInfo,
    SuggestedProjectInfo,
    SuggestedTaskInfo,
    SuggestedTasks,
    WayToLearnInfo,
)
from hub.web.schemas.projects import (
    PaceInfo,
    ProjectDetail,
    ProjectList,
    ProjectSummary,
    RepositoryInfo,
    WeekInfo,
)
from hub.web.schemas.search import (
    CorrectionInfo,
    FacetInfo,
    FacetValueInfo,
    FoundPersonInfo,
    SearchResults,
)
from hub.web.schemas.sources import (
    BudgetInfo,
    DayInfo,
    RunInfo,
    SourceInfo,
    SourceList,
)
from hub.web.schemas.tasks import (
    AuthorInfo,
    EstimateInfo,
    FreshnessInfo,
    TaskDetail,
    TaskList,
    TaskSummary,
)
from hub.web.schemas.vocabulary import (
    Term,
    Vocabulary,
)

__all__ = [
    "Answer",
    "AuthorInfo",
    "BudgetInfo",
    "CorrectionInfo",
    "DayInfo",
    "EasierTaskInfo",
    "EstimateInfo",
    "FacetInfo",
    "FacetValueInfo",
    "FittingTaskInfo",
    "FoundPersonInfo",
    "FreshnessInfo",
    "GivenAnswer",
    "GivenProfile",
    "KindCount",
    "MarkedText",
    "MentorInfo",
    "OwnOffer",
    "OwnOffers",
    "OwnProfile",
    "OwnSearch",
    "OwnSearches",
    "OwnSkill",
    "PaceInfo",
    "PastInfo",
    "PersonDetail",
    "PersonList",
    "PersonSummary",
    "Problem",
    "ProjectDetail",
    "ProjectList",
    "ProjectSummary",
    "ReasonInfo",
    "RepositoryInfo",
    "RunInfo",
    "SearchResults",
    "SourceInfo",
    "SourceList",
    "SuggestedPeople",
    "SuggestedPersonInfo",
    "SuggestedProjectInfo",
    "SuggestedTaskInfo",
    "SuggestedTasks",
    "TaskDetail",
    "TaskList",
    "TaskSummary",
    "Term",
    "TokenInfo",
    "Vocabulary",
    "WayToLearnInfo",
    "WeekInfo",
]
