"""The table of what each engine can is made from its suite."""

from tests.search.ability_contract import PAGE, table


def test_page_is_in_step_with_the_suite() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), (
        "run `python -m tests.search.ability_contract`"
    )
