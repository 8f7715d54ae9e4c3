from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from hub.web.pages.charts import HEIGHT, by_month, life_chart, life_label
from hub.web.pages.projects import project_page
from tests.hub.web import samples
from tests.hub.web.sample_pages import shown
from tests.hub.web.samples import NOW, SILENT_WEEKS, WEEKS


def test_chart_keeps_its_bars_within_its_height() -> None:
    chart = life_chart(WEEKS)
    assert len(chart.bars) == 52
    assert all(bar.opened_y >= 0 and bar.opened_y + bar.opened == HEIGHT for bar in chart.bars)
    assert max(bar.opened for bar in chart.bars) == HEIGHT - 4


def test_pause_of_a_month_is_named_and_counted() -> None:
    assert [pause.words for pause in life_chart(WEEKS).pauses] == ["a pause"] * 4
    assert life_label(WEEKS).endswith("with 4 pauses of a month or longer.")


def test_silence_before_the_first_sign_is_no_pause() -> None:
    weeks = SILENT_WEEKS[:50] + WEEKS[50:]
    assert life_chart(weeks).pauses == ()


def test_months_add_up_to_the_weeks() -> None:
    rows = by_month(WEEKS)
    assert sum(row.opened for row in rows) == sum(week.opened for week in WEEKS)
    assert rows[0].month == "Nov 2026"


def test_project_without_life_has_no_chart() -> None:
    page = project_page(samples.BARE_PROJECT, now=NOW)
    assert page.chart is None
    assert page.months == ()
    assert page.life == "ended"


def test_bars_are_in_hundredths_of_the_longest() -> None:
    page = project_page(samples.PROJECT, now=NOW)
    assert [(bar.key, bar.share) for bar in page.bars][:3] == [
        ("code", 100),
        ("a11y", 60),
        ("translation", 40),
    ]


def test_trouble_of_a_repository_is_said() -> None:
    page = project_page(samples.BARE_PROJECT, now=NOW)
    assert len(page.troubles) == 1
    calm = replace(samples.BARE_REPOSITORY, message=None)
    quiet = replace(samples.BARE_PROJECT, repositories=(calm,))
    assert project_page(quiet, now=NOW).troubles == ()


def test_project_page_leads_to_its_tasks_and_their_kinds(client: TestClient) -> None:
    html = client.get("/projects/lanternbus").text
    assert 'href="/search?project=lanternbus"' in html
    assert client.get("/search?project=lanternbus").status_code == 200


@pytest.mark.parametrize("slug", ["nothing", "%3Cscript%3E", "a" * 300])
def test_project_that_is_not_there_is_a_404(client: TestClient, slug: str) -> None:
    assert client.get(f"/projects/{slug}").status_code == 404


def test_project_says_its_own_words_while_they_hold() -> None:
    page = project_page(samples.OUTSPOKEN_PROJECT, now=NOW)
    assert page.away is not None
    assert page.issues_asked == 10
    assert page.licences == ("AGPL-3.0-only",)
    assert [file.name for file in page.faulty_files] == [".otd/needs.yml"]
    later = project_page(samples.OUTSPOKEN_PROJECT, now=NOW + timedelta(days=9))
    assert later.away is None


def test_mistakes_stand_on_the_page_with_their_lines() -> None:
    html = shown("/projects/outspoken")
    assert "Line 7: kinds has “&lt;b&gt;coder”" in html
    assert "Mirembe &lt;b&gt;, within three days" in html
    assert "For 3 new people a month" in html
    assert "<bdi>Mirembe</bdi> is away until" in html
    assert "2 needs of its own, 10 tasks from the issue list" in html


def test_project_without_own_files_has_no_empty_section() -> None:
    html = shown("/projects/lanternbus")
    assert "In their own words" not in html
    assert "For who looks after it" not in html
