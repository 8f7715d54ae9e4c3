"""Cards: few statements, the order of the ids, nothing that may not be seen."""

from sqlalchemy import event
from sqlmodel import select

from hub.models import Freshness, Health, Repository
from hub.services.cards import open_kinds, project_cards, task_cards
from search.base import Span
from tests.conftest import Database
from tests.hub.sample import HOSTILE, Sample


def test_task_cards_keep_the_order_of_the_ids(database: Database, sample: Sample) -> None:
    ids = [sample.tasks[name] for name in ("need", "gtfs", "screen-reader")]
    with database.reading() as session:
        cards = task_cards(session, ids)
    assert [card.task_id for card in cards] == ids


def test_missing_closed_and_unlisted_tasks_are_left_out(database: Database, sample: Sample) -> None:
    ids = [sample.tasks["closed"], sample.tasks["hidden"], 999_999, sample.tasks["town"]]
    with database.reading() as session:
        cards = task_cards(session, ids)
    assert [card.task_id for card in cards] == [sample.tasks["town"]]


def test_task_card_carries_what_decides(database: Database, sample: Sample) -> None:
    with database.reading() as session:
        (card,) = task_cards(session, [sample.tasks["gtfs"]])
    assert card.project_name == "Lanternbus"
    assert card.host == "github.com"
    assert card.level == "intermediate"
    assert card.freshness.state is Freshness.TAKEN
    assert card.freshness.who == ("teodor",)


def test_excerpt_without_highlights_is_plain_text(database: Database, sample: Sample) -> None:
    with database.reading() as session:
        (card,) = task_cards(session, [sample.tasks["screen-reader"]])
    assert card.excerpt == (Span("What The bus timetable is one wide table. See the page."),)


def test_highlights_of_the_engine_take_the_place_of_title_and_excerpt(
    database: Database, sample: Sample
) -> None:
    task_id = sample.tasks["print"]
    title = (Span("Print the "), Span("map", is_match=True))
    body = (Span("black", is_match=True),)
    with database.reading() as session:
        (card,) = task_cards(
            session, [task_id], highlights={task_id: {"title": title, "body": body}}
        )
    assert (card.title, card.excerpt) == (title, body)


def test_hostile_text_is_handed_on_as_it_stands(database: Database, sample: Sample) -> None:
    with database.reading() as session:
        (card,) = task_cards(session, [sample.tasks["hostile"]])
    assert card.title == (Span(HOSTILE),)


def test_a_need_without_a_repository_has_no_host(database: Database, sample: Sample) -> None:
    with database.reading() as session:
        (card,) = task_cards(session, [sample.tasks["need"]])
    assert card.host is None


def test_twenty_task_cards_need_one_statement(database: Database, sample: Sample) -> None:
    statements: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql)
    )
    with database.reading() as session:
        task_cards(session, list(sample.tasks.values()))
    assert len([sql for sql in statements if sql.startswith("SELECT task.")]) == 1
    assert len([sql for sql in statements if "SELECT" in sql]) == 1


def test_project_card_unites_its_repositories(database: Database, sample: Sample) -> None:
    with database.reading() as session:
        (card,) = project_cards(session, [sample.projects["lanternbus"]])
    assert card.languages == ("Python", "TypeScript")  # Rust is that of one that is gone
    assert card.hosts == ("github.com",)
    assert card.stars == 210
    assert not card.is_archived


def test_project_cards_leave_out_what_is_not_listed(database: Database, sample: Sample) -> None:
    ids = [sample.projects["hidden"], sample.projects["seedswap"]]
    with database.reading() as session:
        cards = project_cards(session, ids)
    assert [card.slug for card in cards] == ["seedswap"]


def test_project_cards_leave_out_what_is_gone_everywhere(
    database: Database, sample: Sample
) -> None:
    project_id = sample.projects["lanternbus"]
    with database.transaction() as session:
        for repository in session.exec(
            select(Repository).where(Repository.project_id == project_id)
        ):
            repository.health = Health.GONE
    with database.reading() as session:
        assert project_cards(session, [project_id]) == []


def test_open_tasks_are_counted_by_kind_the_most_first(database: Database, sample: Sample) -> None:
    project_id = sample.projects["lanternbus"]
    with database.reading() as session:
        kinds = open_kinds(session, [project_id])[project_id]
    assert kinds[0] == ("code", 2)
    assert ("a11y", 1) in kinds
    assert sum(count for _, count in kinds) == 9


def test_no_ids_give_no_cards(database: Database) -> None:
    with database.reading() as session:
        assert task_cards(session, []) == []
        assert project_cards(session, []) == []
