import pytest

from hub.normalise.project_files.places import file_url

HOME = "https://git.example/a/b"


@pytest.mark.parametrize(
    ("forge", "url"),
    [
        ("github", f"{HOME}/blob/main/.otd/needs.yml"),
        ("gitlab", f"{HOME}/-/blob/main/.otd/needs.yml"),
        ("forgejo", f"{HOME}/src/branch/main/.otd/needs.yml"),
        ("other", HOME),
    ],
)
def test_file_has_its_page_on_every_forge(forge: str, url: str) -> None:
    assert file_url(forge, HOME, "main", ".otd/needs.yml") == url


def test_branch_is_quoted_and_may_be_unknown() -> None:
    assert file_url("github", HOME, "a b#c/d", "x") == f"{HOME}/blob/a%20b%23c/d/x"
    assert file_url("github", HOME, None, "x") == HOME
    assert file_url("github", "", "main", "x") is None
