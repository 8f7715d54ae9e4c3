"""The report tells hits, gains and agreement; failures are told of the dev half only."""

from benchmarks.relevance.failures import failures, unjudged
from benchmarks.relevance.judged import JudgedQuery, JudgedSet
from benchmarks.relevance.systems import FLOOR, MEILISEARCH, TANTIVY, Answers
from benchmarks.relevance.tables import add_agreement, add_measures
from benchmarks.report import Report


def query(query_id: str, *, half: str, how: str = "clean", **grades: int) -> JudgedQuery:
    return JudgedQuery(query_id, f"words of {query_id}", "projects", how, half, grades)


JUDGED = JudgedSet(
    known_items=(
        query("k1", half="dev", a=3),
        query("k2", half="dev", how="prefix", b=3),
        query("k3", half="test", a=3),
    ),
    topical=(query("t1", half="dev", a=3, b=1), query("t2", half="test", a=3)),
)
TOLD = (
    Answers(
        TANTIVY, {"k1": ("a",), "k2": ("x",), "k3": ("x",), "t1": ("b", "a", "y"), "t2": ("z",)}
    ),
    Answers(
        MEILISEARCH, {"k1": ("a",), "k2": ("b",), "k3": ("a",), "t1": ("a", "b"), "t2": ("a",)}
    ),
)


def numbers(report: Report) -> dict[tuple[str, str, str], float]:
    return {(each.row, each.subject, each.metric): each.value for each in report.measurements}


def test_rows_are_told_by_way_tab_and_in_all() -> None:
    report = Report("relevance")
    add_measures(report, JUDGED, TOLD, "dev")
    told = numbers(report)
    assert told["dev known clean", TANTIVY, "hit_at_10"] == 1
    assert told["dev known prefix", TANTIVY, "hit_at_10"] == 0
    assert told["dev known all", TANTIVY, "hit_at_10"] == 0.5
    assert told["dev known all projects", MEILISEARCH, "ndcg_at_10"] == 1
    assert told["dev known all", TANTIVY, "queries"] == 2
    assert told["dev topical all", TANTIVY, "unjudged_of_10"] == 1
    assert not any(row.startswith("test") for row, _, _ in told)


def test_agreement_is_told_where_both_engines_were_asked() -> None:
    report = Report("relevance")
    add_agreement(report, JUDGED, TOLD, "dev")
    told = numbers(report)
    assert told["dev agreement", "both engines", "same_first_share"] == 0.5
    assert told["dev agreement", "both engines", "in_common_of_10"] == 2 * 10 / 3
    alone = Report("relevance")
    add_agreement(alone, JUDGED, (TOLD[0], Answers(FLOOR, TOLD[0].by_id)), "dev")
    assert alone.measurements == []


def test_failures_name_what_was_wanted_and_what_came_of_the_dev_half_alone() -> None:
    told = list(failures(JUDGED, TOLD))
    (missed,) = [paragraph for paragraph in told if paragraph.startswith(f"{TANTIVY}: k2")]
    assert "wanted  b" in missed
    assert "came    x (unjudged)" in missed
    assert not any("k3" in paragraph or "t2" in paragraph for paragraph in told)


def test_system_that_finds_nothing_is_told_so() -> None:
    (missed,) = failures(
        JudgedSet((query("k1", half="dev", a=3),), ()), (Answers(FLOOR, {"k1": ()}),)
    )
    assert missed.endswith("came    nothing")


def test_unjudged_results_come_by_address_without_who_brought_them() -> None:
    assert list(unjudged(JUDGED, TOLD)) == [
        "t1\twords of t1\ty",
        "t2\twords of t2\tz",
    ]
