from dataclasses import fields, replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.models import Repository
from hub.normalise.projects import RepositoryValues, normalise_project, path_key
from integrations.records import AuthorRecord, ProjectRecord

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=120)
TEXTS = st.lists(ANY_TEXT, max_size=4).map(tuple)
RECORDS = st.builds(
    ProjectRecord,
    remote_id=st.integers(1, 10**9).map(str),
    path=st.sampled_from(["a/b", "Riders/Lanternbus", "group/sub/thing"]),
    name=ANY_TEXT,
    url=st.one_of(ANY_TEXT, st.just("https://forge.example/a/b")),
    description=st.none() | ANY_TEXT,
    topics=TEXTS,
    languages=st.none() | TEXTS,
    licence=st.none() | ANY_TEXT,
    stars=st.none() | st.integers(-1, 10**12),
    homepage=st.none() | ANY_TEXT,
    created_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)
LANTERNBUS = ProjectRecord(
    remote_id="7",
    path="riders/Lanternbus",
    name="Lanternbus",
    url="https://git.lanternbus.example/riders/lanternbus",
    description="Night bus times\nfor small towns.",
    topics=("gtfs", "accessibility"),
    languages=("Python", "TypeScript"),
    homepage="https://www.lanternbus.example/",
    stars=214,
    created_at=datetime(2023, 5, 1, tzinfo=UTC),
    etag='W/"1"',
)


@given(record=RECORDS)
@settings(max_examples=150, deadline=None)
def test_normalising_twice_changes_nothing(record: ProjectRecord) -> None:
    once = normalise_project(record)
    twice = normalise_project(
        replace(
            record,
            name=once.project_name,
            url=once.url,
            description=once.description,
            topics=once.topics,
            languages=once.languages,
            licence=once.licence,
            stars=once.stars,
            homepage=once.homepage,
        )
    )
    assert twice == once


def test_values_are_columns_of_a_repository_or_suggestions_for_a_project() -> None:
    names = {field.name for field in fields(RepositoryValues)}
    ours = {name for name in names if not name.startswith("project_")}
    assert ours <= set(Repository.model_fields)


def test_repository_is_read() -> None:
    found = normalise_project(LANTERNBUS)
    assert found.path_key == "riders/lanternbus"
    assert found.description == "Night bus times for small towns."
    assert found.skills == ("python", "typescript", "transit-data", "web-accessibility")
    assert found.project_name == "Lanternbus"
    assert found.project_causes == ("getting_around", "access")
    assert found.project_homepage == "https://www.lanternbus.example/"
    assert found.etag == 'W/"1"'


def test_languages_that_were_not_said_stay_unknown() -> None:
    assert normalise_project(replace(LANTERNBUS, languages=None)).languages is None
    assert normalise_project(replace(LANTERNBUS, languages=())).languages == ()


def test_address_that_is_no_web_address_is_left_out() -> None:
    found = normalise_project(replace(LANTERNBUS, homepage="javascript:alert(1)", url="file:///x"))
    assert found.homepage is None
    assert found.url == ""


def test_project_without_a_name_takes_that_of_its_path() -> None:
    assert normalise_project(replace(LANTERNBUS, name=" ")).project_name == "Lanternbus"


def test_owner_is_taken_from_the_record_or_from_the_path() -> None:
    owner = AuthorRecord("1", "RidersCircle", "https://git.lanternbus.example/riders")
    assert normalise_project(replace(LANTERNBUS, owner=owner)).owner_login == "RidersCircle"
    assert normalise_project(LANTERNBUS).owner_login == "riders"


def test_path_is_folded() -> None:
    assert path_key("Riders/LANTERNBUS") == "riders/lanternbus"
