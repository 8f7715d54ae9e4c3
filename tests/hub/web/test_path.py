"""The pages of the three questions."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from hub.views.path import PathRequest
from hub.web.addresses import path_address, read_path


def links(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'<a [^>]*?href="(/path[^"]*)"', html)]


def test_three_clicks_lead_from_the_home_page_to_tasks(client: TestClient) -> None:
    address = next(each for each in links(client.get("/").text) if "kind=test" in each)
    causes = links(client.get(address).text)
    times = links(client.get(next(each for each in causes if "cause=any" in each)).text)
    answer = client.get(next(each for each in times if "time=any" in each))
    assert answer.status_code == 200
    assert "Reasons are on each" in answer.text
    assert "How we chose" in answer.text


def test_every_answer_can_be_changed(client: TestClient) -> None:
    html = client.get("/path?kind=code&cause=any&time=small").text
    assert {"/path?cause=any&time=small", "/path?kind=code&time=small"} <= set(links(html))


def test_nothing_that_fits_says_what_to_do(client: TestClient) -> None:
    html = client.get("/path?kind=media&cause=any&time=any").text
    assert "Nothing that we know of fits" in html


@pytest.mark.parametrize(
    "query",
    ["", "kind=", "kind=%3Cscript%3E", "kind=any&kind=code", "cause=x&time=y", "time=any",
     "kind=code&cause=any&time=any&page=9999"],
)  # fmt: skip
def test_any_address_is_answered(client: TestClient, query: str) -> None:
    response = client.get(f"/path?{query}")
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_what_is_no_page_is_refused(client: TestClient) -> None:
    assert client.get("/path?kind=any&cause=any&time=any&page=-1").status_code == 400


@pytest.mark.parametrize(
    "request_",
    [
        PathRequest(),
        PathRequest(kinds=()),
        PathRequest(kinds=("design", "doc"), causes=(), time="medium", shown=6),
        PathRequest(causes=("climate",), time="any"),
    ],
)
def test_an_address_reads_back_as_it_was_written(request_: PathRequest) -> None:
    address = path_address(request_)
    pairs = re.findall(r"(\w+)=([^&]*)", address.partition("?")[2])
    assert read_path(pairs) == request_
