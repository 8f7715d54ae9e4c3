"""A catalogue's entry becomes clean values, or one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.listings import ListingValues, normalise_listing
from integrations.catalogues import ListingRecord
from integrations.errors import RecordInvalid
from integrations.records import ForgeKind


def record(**fields: object) -> ListingRecord:
    values: dict[str, object] = {
        "entry": "Line 1",
        "kind": ForgeKind.GITHUB,
        "host": "github.com",
        "path": "riders/lanternbus",
        "url": "https://github.com/riders/lanternbus",
        "name": "Lanternbus",
    }
    return ListingRecord(**(values | fields))  # type: ignore[arg-type]


def test_hostile_text_is_cleaned() -> None:
    values = normalise_listing(
        record(
            name="Lantern\x00bus \u202eevil",
            description="a\ud800b\n c",
            topics=("x\x00y", "x y", " "),
            labels=("jump\u2028in", "jump in"),
            homepage="javascript:alert(1)",
            licences=("MIT", "Other"),
            stars=-1,
        )
    )

    assert values.name == "Lantern bus evil"
    assert values.description == "ab c"
    assert (values.topics, values.labels) == (("x y",), ("jump in",))
    assert (values.homepage, values.licence, values.stars) == (None, "MIT", None)
    assert values.key == ("github", "github.com", "riders/lanternbus")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": "\x00"}, "name: is empty."),
        ({"path": "lanternbus"}, "full_name"),
        ({"path": "/\x00"}, "full_name"),
        ({"url": "javascript:alert(1)"}, "url: is not"),
        ({"url": "https://somebody:secret@github.com/a/b"}, "url: is not"),
    ],
)
def test_entry_that_cannot_be_listed_says_why(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(RecordInvalid, match=reason):
        normalise_listing(record(**fields))


@given(name=st.text(), path=st.text(), description=st.text(), labels=st.lists(st.text()))
def test_any_text_becomes_storable_values_or_one_sentence(
    name: str, path: str, description: str, labels: list[str]
) -> None:
    try:
        values = normalise_listing(
            record(name=name, path=path, description=description, labels=tuple(labels))
        )
    except RecordInvalid:
        return
    assert isinstance(values, ListingValues)
    texts = (values.name, values.path, values.description or "", *values.labels)
    assert not any("\x00" in text for text in texts)
    assert all(text.encode() or not text for text in texts)
