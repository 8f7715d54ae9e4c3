import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.matching.evidence import in_order
from hub.matching.facts import Fit, Suggestion
from hub.views import EstimateView
from hub.web.pages.suggestions import face_of, sum_of, told_first
from hub.web.pages.tasks import origin_words, task_page
from hub.web.wording import estimate_label, estimate_reason
from tests.hub.sample import Sample
from tests.hub.web import samples
from tests.hub.web.bare import client_without_index
from tests.hub.web.sample_pages import shown
from tests.hub.web.samples import NOW, REASONS, SCORE


def test_reasons_stand_clear_ones_first_and_not_yet_after() -> None:
    fits = [reason.fit.value for reason in in_order(REASONS)]
    assert fits == ["clear", "clear", "partly", "not_yet", "unknown"]
    assert in_order(REASONS)[0].signal == "skills_held"


def test_the_sum_shows_the_numbers_of_the_score() -> None:
    shown = sum_of(Suggestion(1, 1, SCORE, REASONS))
    assert float(shown.total) == pytest.approx(SCORE)
    assert sum(float(row.product) for row in shown.rows) == pytest.approx(SCORE)
    assert len(shown.rows) == len(REASONS)


def test_reasons_beyond_the_first_are_a_click_away_but_never_all_that_speaks_against() -> None:
    clear, partly, not_yet = (
        next(each for each in REASONS if each.fit is fit)
        for fit in (Fit.CLEAR, Fit.PARTLY, Fit.NOT_YET)
    )
    assert told_first(REASONS) == (REASONS, ())  # one more is not worth a click
    first, rest = told_first([clear, clear, clear, partly, partly, not_yet])
    assert first == [clear, clear, clear, not_yet]
    assert rest == [partly, partly]
    first, rest = told_first([clear, clear, clear, clear, partly, partly])
    assert (len(first), len(rest)) == (4, 2)
    first, rest = told_first([clear, not_yet, not_yet, not_yet, not_yet, not_yet])
    assert (len(first), len(rest)) == (4, 2)


def test_a_person_always_has_the_same_face() -> None:
    assert face_of("noor") == face_of("noor")


def test_origin_names_the_issue_and_its_forge() -> None:
    assert origin_words(samples.TASK) == "issue 218 on git.lanternbus.example"
    assert origin_words(samples.BARE_TASK) == "an issue"
    assert origin_words(samples.NEED) == "a need in the project’s own file"
    assert origin_words(replace(samples.NEED, url=None)) == "a need posted by hand"


def test_guessed_effort_is_called_an_estimate_with_what_it_rests_on() -> None:
    html = " ".join(shown("/tasks/away").split())
    assert (
        "<dt>Takes</dt><dd>Estimate: about 2 hours<small>Nobody said it: guessed, for the title is "
        "about a spelling mistake and the title names one file</small></dd>"
    ) in html
    assert "<dt>Takes</dt><dd>About 2 hours</dd>" in " ".join(shown("/tasks/1").split())


def test_longer_work_is_guessed_without_an_end() -> None:
    assert estimate_label(EstimateView("medium", ("rework",))) == "an evening or two or more"
    assert estimate_reason(EstimateView("medium", ("unheard-of",))) == "for the words of its title"


def test_impact_is_shown_as_what_the_project_says() -> None:
    html = shown("/tasks/away")
    assert "<dt>Impact</dt><dd>High<small>As the project says</small></dd>" in html
    assert "<dt>Impact</dt>" not in shown("/tasks/1")


def test_page_without_suggestions_differs_from_one_with_none() -> None:
    assert task_page(samples.TASK, None, now=NOW).people is None
    assert task_page(samples.TASK, (), now=NOW).people == ()


def test_task_page_shows_people_with_reasons_and_the_sum(
    client: TestClient, sample: Sample
) -> None:
    html = client.get(f"/tasks/{sample.tasks['screen-reader']}").text
    assert "People this could suit" in html
    assert 'href="/people/noor"' in html
    assert 'class="reasons"' in html
    assert "How this was worked out" in html
    tables = re.findall(r"<table>\s*<thead>.*?</table>", html, re.DOTALL)
    assert len(tables) == html.count('<article class="card person">') > 0
    for table in tables:
        *products, total = (
            round(float(n) * 100) for n in re.findall(r">(-?\d+\.\d\d)</td></tr>", table)
        )
        assert sum(products) == total


def test_task_page_stands_without_the_engine(
    indexed: AppContext, sample: Sample, tmp_path: Path
) -> None:
    with client_without_index(indexed, tmp_path) as client:
        response = client.get(f"/tasks/{sample.tasks['screen-reader']}")
    assert response.status_code == 200
    assert "We cannot work out suggestions at the moment" in response.text


@pytest.mark.parametrize(
    "address", ["/tasks/999999", "/tasks/0", "/tasks/x", "/tasks/99999999999999999999"]
)
def test_task_that_is_not_there_is_a_404_with_a_search_box(
    client: TestClient, address: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert 'role="search"' in response.text


def test_no_hostile_text_of_a_forge_becomes_markup(client: TestClient, sample: Sample) -> None:
    for task_id in sample.tasks.values():
        response = client.get(f"/tasks/{task_id}")
        assert response.status_code in (200, 404)
        assert "<script>alert" not in response.text


def test_need_says_who_answers_who_helps_and_until_when() -> None:
    html = shown("/tasks/9")
    assert "Who answers: <bdi>Mirembe &lt;b&gt;, within three days</bdi>." in html
    assert "They are away until" in html
    assert "<dt>Helps you start</dt><dd" in html
    assert '<time datetime="2027-03-31">31 March 2027</time>' in html
    assert 'href="/projects/lanternbus#where"' in html
    assert "The team talks in the issue" not in html


def test_only_the_first_person_can_be_called_a_strong_fit() -> None:
    page = shown("/tasks/1")
    before, _, after = page.partition("A strong fit by what was done in this project before")
    assert "Noor" in before
    assert after
    assert "A strong fit" not in after
