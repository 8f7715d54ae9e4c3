"""What every search engine must do; what one may lack stands in :mod:`ability_contract`."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from search.base import (
    DateRange,
    Document,
    FacetCount,
    Filter,
    IndexSchema,
    NumberRange,
    Preference,
    ResultPage,
    RetrievalQuery,
    SearchEngine,
    SearchQuery,
    Sort,
    Span,
    TextField,
)
from search.errors import IndexMissing, QueryRefused

DAY = datetime(2026, 11, 1, tzinfo=UTC)
SCHEMA = IndexSchema(
    name="books",
    version=1,
    text=(
        TextField("title", 3.0, is_highlighted=True),
        TextField("shelf", 1.5),
        TextField("body", 1.0, is_highlighted=True),
    ),
    keywords=("kind", "language"),
    dates=("changed_at", "added_at"),
    numbers=("stars",),
)


def document(
    document_id: int,
    title: str,
    body: str = "",
    *,
    kind: tuple[str, ...] = (),
    language: tuple[str, ...] = (),
    day: int | None = None,
    stars: float | None = None,
) -> Document:
    return Document(
        id=document_id,
        text={"title": title, "body": body},
        keywords={"kind": kind, "language": language},
        dates={} if day is None else {"changed_at": DAY + timedelta(days=day)},
        numbers={} if stars is None else {"stars": stars},
    )


SHELF = (
    document(1, "Draw the climate map", "Tiles of carbon", kind=("design",), day=1, stars=5),
    document(2, "Climate archive", "A map is missing here", kind=("code", "doc"), day=3, stars=1),
    document(3, "Network of federated servers", "Write the client", kind=("code",), day=2),
    document(4, "Photo album", "Selfhosted photos for groups", kind=("doc",), stars=9),
)


def ids(page: ResultPage) -> list[int]:
    return [hit.id for hit in page.hits]


def ask(words: str = "", **changes: object) -> SearchQuery:
    return replace(SearchQuery(SCHEMA.name, words=words), **changes)  # type: ignore[arg-type]


def marked(spans: tuple[Span, ...]) -> list[str]:
    return [span.text for span in spans if span.is_match]


class EngineContract:
    """Subclass it with a fixture ``engine`` that gives an engine without any index."""

    @pytest.fixture
    def shelf(self, engine: SearchEngine) -> SearchEngine:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, SHELF)
        return engine

    # The index and its documents

    def test_nothing_is_found_by_a_text_that_is_not_asked(self, engine: SearchEngine) -> None:
        kept = IndexSchema(
            "kept", 1, (TextField("title", 2.0), TextField("past", 1.0, is_asked=False))
        )
        engine.prepare(kept)
        texts = {"title": "Harbour", "past": "Xylophone in the header"}
        engine.upsert(kept.name, [Document(1, texts), Document(2, {"title": "Lamp"})])
        for words in ("xylophone", "xylo", "harbour lamp xylophone", '"xylophone in"'):
            assert 1 not in ids(engine.search(SearchQuery(kept.name, words, is_exact=True)))
        assert ids(engine.search(SearchQuery(kept.name, "xylophon "))) == []
        assert ids(engine.search(SearchQuery(kept.name, "harbour"))) == [1]

    def test_engine_keeps_the_protocol(self, engine: SearchEngine) -> None:
        assert isinstance(engine, SearchEngine)

    def test_index_that_was_never_made_is_missing(self, engine: SearchEngine) -> None:
        with pytest.raises(IndexMissing, match="otdhub index rebuild"):
            engine.search(ask("map"))

    def test_index_that_was_never_made_is_not_current(self, engine: SearchEngine) -> None:
        assert not engine.is_current(SCHEMA)

    def test_new_index_is_empty_and_current(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        assert (engine.count(SCHEMA.name), engine.is_current(SCHEMA)) == (0, True)

    def test_empty_index_answers(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        page = engine.search(ask("anything", facets=("kind",)))
        assert (page.hits, page.total, dict(page.facets)) == ((), 0, {"kind": ()})

    def test_preparing_again_keeps_the_documents(self, shelf: SearchEngine) -> None:
        shelf.prepare(SCHEMA)
        assert shelf.count(SCHEMA.name) == 4

    def test_index_of_another_version_is_not_current(self, shelf: SearchEngine) -> None:
        assert not shelf.is_current(replace(SCHEMA, version=2))

    def test_preparing_another_version_starts_empty(self, shelf: SearchEngine) -> None:
        shelf.prepare(replace(SCHEMA, version=2))
        assert shelf.count(SCHEMA.name) == 0

    def test_document_replaces_the_one_with_its_id(self, shelf: SearchEngine) -> None:
        shelf.upsert(SCHEMA.name, [document(1, "Paint the harbour")])
        assert ids(shelf.search(ask("harbour"))) == [1]
        assert shelf.count(SCHEMA.name) == 4

    def test_replaced_text_is_not_found_any_more(self, shelf: SearchEngine) -> None:
        shelf.upsert(SCHEMA.name, [document(1, "Paint the harbour")])
        assert ids(shelf.search(ask("climate"))) == [2]

    def test_last_of_two_documents_with_one_id_stands(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(7, "First"), document(7, "Second")])
        assert engine.count(SCHEMA.name) == 1
        assert ids(engine.search(ask("second"))) == [7]

    def test_putting_in_nothing_is_no_error(self, shelf: SearchEngine) -> None:
        shelf.upsert(SCHEMA.name, [])
        assert shelf.count(SCHEMA.name) == 4

    def test_deleted_document_is_not_found(self, shelf: SearchEngine) -> None:
        shelf.delete(SCHEMA.name, [1])
        assert ids(shelf.search(ask("climate"))) == [2]

    def test_deleting_counts_down(self, shelf: SearchEngine) -> None:
        shelf.delete(SCHEMA.name, iter([1, 2]))
        assert shelf.count(SCHEMA.name) == 2

    def test_deleting_what_is_not_there_is_no_error(self, shelf: SearchEngine) -> None:
        shelf.delete(SCHEMA.name, [99])
        assert shelf.count(SCHEMA.name) == 4

    def test_id_that_begins_like_another_is_left_alone(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, "one"), document(11, "eleven")])
        engine.delete(SCHEMA.name, [1])
        assert ids(engine.search(ask())) == [11]

    def test_large_ids_come_back_whole(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(2**53 - 1, "far away")])
        assert ids(engine.search(ask("far"))) == [2**53 - 1]

    def test_rebuilding_replaces_everything(self, shelf: SearchEngine) -> None:
        assert shelf.rebuild(SCHEMA, [document(9, "Only this")]) == 1
        assert ids(shelf.search(ask())) == [9]

    def test_old_index_answers_until_the_new_one_stands(self, shelf: SearchEngine) -> None:
        seen: list[int] = []

        def documents() -> Iterator[Document]:
            yield document(9, "Only this")
            seen.extend(ids(shelf.search(ask("climate"))))

        shelf.rebuild(SCHEMA, documents())
        assert sorted(seen) == [1, 2]

    def test_rebuilding_makes_the_index_current(self, shelf: SearchEngine) -> None:
        newer = replace(SCHEMA, version=2)
        shelf.rebuild(newer, SHELF)
        assert shelf.is_current(newer)
        assert not shelf.is_current(SCHEMA)

    def test_failed_rebuilding_leaves_the_old_index(self, shelf: SearchEngine) -> None:
        def documents() -> Iterator[Document]:
            yield document(9, "Only this")
            raise ConnectionError("the database went away")

        with pytest.raises(ConnectionError):
            shelf.rebuild(SCHEMA, documents())
        assert shelf.count(SCHEMA.name) == 4

    def test_indexes_are_apart(self, shelf: SearchEngine) -> None:
        other = replace(SCHEMA, name="films")
        shelf.prepare(other)
        shelf.upsert("films", [document(1, "Nosferatu")])
        assert ids(shelf.search(ask("nosferatu"))) == []

    def test_generation_changes_with_the_documents(self, shelf: SearchEngine) -> None:
        seen = [shelf.generation(SCHEMA.name)]
        shelf.upsert(SCHEMA.name, [document(8, "New")])
        seen.append(shelf.generation(SCHEMA.name))
        shelf.delete(SCHEMA.name, [8])
        seen.append(shelf.generation(SCHEMA.name))
        shelf.rebuild(SCHEMA, SHELF)
        seen.append(shelf.generation(SCHEMA.name))
        assert len(set(seen)) == 4

    def test_generation_stays_while_nothing_changes(self, shelf: SearchEngine) -> None:
        before = shelf.generation(SCHEMA.name)
        shelf.search(ask("map"))
        assert shelf.generation(SCHEMA.name) == before

    def test_engine_with_an_index_is_healthy(self, shelf: SearchEngine) -> None:
        assert shelf.healthy()

    # Words

    def test_all_words_are_wanted(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("climate archive"))) == [2]

    def test_title_stands_above_body(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("map"))) == [1, 2]

    def test_case_and_accents_do_not_matter(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, "Café résumé")])
        assert ids(engine.search(ask("CAFE resume"))) == [1]

    def test_last_word_may_be_unfinished(self, shelf: SearchEngine) -> None:
        assert sorted(ids(shelf.search(ask("clim")))) == [1, 2]

    def test_single_letter_begins_words(self, shelf: SearchEngine) -> None:
        assert 3 in ids(shelf.search(ask("n")))

    def test_long_unfinished_word_is_found(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("selfhos"))) == [4]

    def test_word_before_the_last_is_finished(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask("clim archive", is_exact=True))
        assert ids(page) == []

    def test_one_slip_is_forgiven(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("netwrok servers"))) == [3]

    def test_two_slips_in_a_long_word_are_forgiven(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("selfhsoteed photos"))) == [4]

    def test_right_words_are_not_corrected(self, shelf: SearchEngine) -> None:
        assert shelf.search(ask("network serv")).corrections == ()

    def test_exact_word_stands_above_a_guessed_one(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, "castle wall"), document(2, "cattle farm")])
        assert ids(engine.search(ask("cattle")))[0] == 2

    def test_exact_search_forgives_nothing(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("netwrok", is_exact=True))) == []
        assert ids(shelf.search(ask("clim", is_exact=True))) == []

    def test_other_words_are_shown_where_not_all_are_found(self, shelf: SearchEngine) -> None:
        assert 4 in ids(shelf.search(ask("photo xylophone qqqq")))

    def test_phrase_stands_as_written(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask(phrases=("climate map",)))) == [1]

    def test_phrase_and_words_go_together(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("map", phrases=("climate archive",)))) == [2]

    def test_excluded_word_is_kept_out(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("climate", excluded=("archive",)))) == [1]

    def test_only_excluded_words_leave_the_rest(self, shelf: SearchEngine) -> None:
        assert sorted(ids(shelf.search(ask(excluded=("climate",))))) == [3, 4]

    @pytest.mark.parametrize(
        ("title", "words"),
        [("修复登录页面", "登录"), ("ログイン画面を直す", "画面"), ("Исправить поиск", "поиск")],
    )
    def test_other_scripts_are_found(self, engine: SearchEngine, title: str, words: str) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, title), document(2, "Something else")])
        assert ids(engine.search(ask(words))) == [1]

    # Filters, facets, order

    def test_filter_keeps_any_of_its_values(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask(filters=(Filter("kind", ("design", "doc")),)))
        assert sorted(ids(page)) == [1, 2, 4]

    def test_filters_of_two_fields_must_both_hold(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(
            SCHEMA.name,
            [
                document(1, "a", kind=("code",), language=("Rust",)),
                document(2, "b", kind=("code",), language=("C#",)),
            ],
        )
        filters = (Filter("kind", ("code",)), Filter("language", ("C#",)))
        assert ids(engine.search(ask(filters=filters))) == [2]

    def test_excluded_filter_keeps_its_values_out(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask(filters=(Filter("kind", ("code",), is_excluded=True),)))
        assert sorted(ids(page)) == [1, 4]

    def test_filter_without_values_keeps_nothing(self, shelf: SearchEngine) -> None:
        assert shelf.search(ask(filters=(Filter("kind", ()),))).total == 0

    def test_excluded_filter_without_values_keeps_all(self, shelf: SearchEngine) -> None:
        assert shelf.search(ask(filters=(Filter("kind", (), is_excluded=True),))).total == 4

    @pytest.mark.parametrize("value", ['a"b', "a'b", "a\\b", "a AND b", "", "ключ", "a\nb"])
    def test_filter_values_are_taken_as_they_are(self, engine: SearchEngine, value: str) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, "x", kind=(value,)), document(2, "x")])
        assert ids(engine.search(ask(filters=(Filter("kind", (value,)),)))) == [1]

    def test_date_range_includes_its_start_and_not_its_end(self, shelf: SearchEngine) -> None:
        between = DateRange(
            "changed_at", since=DAY + timedelta(days=1), until=DAY + timedelta(days=3)
        )
        assert sorted(ids(shelf.search(ask(dates=(between,))))) == [1, 3]

    def test_date_range_may_be_open(self, shelf: SearchEngine) -> None:
        since = DateRange("changed_at", since=DAY + timedelta(days=2))
        assert sorted(ids(shelf.search(ask(dates=(since,))))) == [2, 3]

    def test_number_range_includes_its_start_and_not_its_end(self, shelf: SearchEngine) -> None:
        between = NumberRange("stars", least=1, below=9)
        assert sorted(ids(shelf.search(ask(numbers=(between,))))) == [1, 2]

    def test_number_range_may_be_open(self, shelf: SearchEngine) -> None:
        at_least = NumberRange("stars", least=5)
        below = NumberRange("stars", below=5)
        assert sorted(ids(shelf.search(ask(numbers=(at_least,))))) == [1, 4]
        assert ids(shelf.search(ask("climate", numbers=(below,)))) == [2]

    def test_facets_and_totals_keep_to_ranges(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask(facets=("kind",), numbers=(NumberRange("stars", least=5),)))
        assert page.total == 2
        assert page.facets["kind"] == (FacetCount("design", 1), FacetCount("doc", 1))

    def test_no_text_shows_the_newest_first(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask())) == [2, 3, 1, 4]

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            (Sort("changed_at"), [2, 3, 1, 4]),
            (Sort("changed_at", is_descending=False), [1, 3, 2, 4]),
            (Sort("stars"), [4, 1, 2, 3]),
            (Sort("stars", is_descending=False), [2, 1, 4, 3]),
        ],
    )
    def test_sorting_puts_missing_values_last(
        self, shelf: SearchEngine, sort: Sort, order: list[int]
    ) -> None:
        assert ids(shelf.search(ask(sort=sort))) == order

    def test_text_can_be_sorted_by_date(self, shelf: SearchEngine) -> None:
        assert ids(shelf.search(ask("climate", sort=Sort("changed_at")))) == [2, 1]

    def test_facets_count_values_largest_first(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask(facets=("kind",)))
        assert page.facets["kind"] == (
            FacetCount("code", 2),
            FacetCount("doc", 2),
            FacetCount("design", 1),
        )

    def test_facets_count_what_was_found(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask("climate archive", facets=("kind", "language")))
        assert page.facets["kind"] == (FacetCount("code", 1), FacetCount("doc", 1))
        assert page.facets["language"] == ()

    def test_facet_is_counted_as_if_its_own_filter_were_not_set(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask(facets=("kind",), filters=(Filter("kind", ("design",)),)))
        assert ids(page) == [1]
        assert {one.value: one.count for one in page.facets["kind"]} == {
            "code": 2,
            "doc": 2,
            "design": 1,
        }

    def test_facet_is_cut_to_its_size(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask(facets=("kind",), facet_size=2))
        assert len(page.facets["kind"]) == 2

    def test_facet_count_is_what_choosing_it_finds(self, shelf: SearchEngine) -> None:
        page = shelf.search(ask("climate", facets=("kind",)))
        for one in page.facets["kind"]:
            chosen = shelf.search(ask("climate", filters=(Filter("kind", (one.value,)),)))
            assert chosen.total == one.count

    def test_pages_follow_each_other_without_gap_or_repeat(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        titles = ("common word", "other", "a common thing")
        engine.upsert(
            SCHEMA.name, [document(n, titles[n % 3], "common body") for n in range(1, 46)]
        )
        pages = [ids(engine.search(ask("common", offset=at, limit=7))) for at in range(0, 49, 7)]
        flat = [document_id for page in pages for document_id in page]
        assert sorted(flat) == list(range(1, 46))

    def test_total_does_not_depend_on_the_page(self, shelf: SearchEngine) -> None:
        totals = {shelf.search(ask("climate", offset=offset, limit=1)).total for offset in range(3)}
        assert totals == {2}

    def test_total_of_everything_is_what_stands_there(self, shelf: SearchEngine) -> None:
        shelf.delete(SCHEMA.name, [1])
        assert shelf.search(ask()).total == len(ids(shelf.search(ask()))) == 3
        assert shelf.search(ask(excluded=("climate",))).total == 2

    def test_scores_fall_along_the_page(self, shelf: SearchEngine) -> None:
        scores = [hit.score for hit in shelf.search(ask("climate map")).hits]
        assert scores == sorted(scores, reverse=True)

    def test_unknown_field_is_refused_with_a_sentence(self, shelf: SearchEngine) -> None:
        for query in (
            ask(filters=(Filter("colour", ("red",)),)),
            ask(facets=("colour",)),
            ask(sort=Sort("colour")),
            ask(dates=(DateRange("colour", since=DAY),)),
            ask(numbers=(NumberRange("colour", least=1),)),
        ):
            with pytest.raises(QueryRefused, match="colour"):
                shelf.search(query)

    # Marks

    def test_found_words_are_marked(self, shelf: SearchEngine) -> None:
        hit = shelf.search(ask("climate map")).hits[0]
        assert marked(hit.highlights["title"]) == ["climate", "map"]

    def test_marked_text_is_the_text(self, shelf: SearchEngine) -> None:
        hit = shelf.search(ask("climate map")).hits[0]
        assert "".join(span.text for span in hit.highlights["title"]) == "Draw the climate map"

    def test_unfinished_word_is_marked(self, shelf: SearchEngine) -> None:
        hit = shelf.search(ask("albu")).hits[0]
        assert "".join(marked(hit.highlights["title"])).startswith("albu")

    def test_word_found_in_spite_of_a_slip_is_marked(self, shelf: SearchEngine) -> None:
        hit = shelf.search(ask("netwrok")).hits[0]
        assert marked(hit.highlights["title"]) == ["Network"]

    def test_only_highlighted_fields_are_given(self, shelf: SearchEngine) -> None:
        hit = shelf.search(ask("climate")).hits[0]
        assert set(hit.highlights) == {"title", "body"}

    def test_long_text_is_cut_around_what_was_found(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(SCHEMA.name, [document(1, "x", "lorem " * 300 + "needle " + "ipsum " * 300)])
        spans = engine.search(ask("needle")).hits[0].highlights["body"]
        assert marked(spans) == ["needle"]
        assert len("".join(span.text for span in spans)) < 300

    def test_nothing_is_marked_while_browsing(self, shelf: SearchEngine) -> None:
        hit = shelf.search(ask()).hits[0]
        assert marked(hit.highlights["title"]) == []

    # The wide net

    def test_documents_that_share_a_word_are_candidates(self, shelf: SearchEngine) -> None:
        found = shelf.retrieve(RetrievalQuery(SCHEMA.name, text="photos of the harbour network"))
        assert {3, 4} <= {one.id for one in found}

    def test_documents_that_share_nothing_are_no_candidates(self, shelf: SearchEngine) -> None:
        assert shelf.retrieve(RetrievalQuery(SCHEMA.name, text="xylophone")) == ()
        assert shelf.retrieve(RetrievalQuery(SCHEMA.name)) == ()

    def test_preferred_values_make_candidates(self, shelf: SearchEngine) -> None:
        query = RetrievalQuery(SCHEMA.name, preferences=(Preference("kind", ("design",)),))
        assert [one.id for one in shelf.retrieve(query)] == [1]

    def test_candidate_with_more_preferred_values_comes_first(self, shelf: SearchEngine) -> None:
        query = RetrievalQuery(SCHEMA.name, preferences=(Preference("kind", ("code", "doc")),))
        assert shelf.retrieve(query)[0].id == 2

    def test_heavier_preference_comes_first(self, shelf: SearchEngine) -> None:
        query = RetrievalQuery(
            SCHEMA.name,
            preferences=(Preference("kind", ("design",), 5.0), Preference("kind", ("code",), 0.5)),
        )
        assert shelf.retrieve(query)[0].id == 1

    def test_equal_candidates_stand_by_id(self, shelf: SearchEngine) -> None:
        query = RetrievalQuery(
            SCHEMA.name, preferences=(Preference("kind", ("code", "doc", "design")),)
        )
        assert [one.id for one in shelf.retrieve(query)][1:] == [1, 3, 4]

    def test_candidates_keep_to_filters(self, shelf: SearchEngine) -> None:
        query = RetrievalQuery(
            SCHEMA.name, text="climate map", filters=(Filter("kind", ("design",), True),)
        )
        assert [one.id for one in shelf.retrieve(query)] == [2]

    def test_candidates_are_limited(self, shelf: SearchEngine) -> None:
        assert len(shelf.retrieve(RetrievalQuery(SCHEMA.name, text="climate map", limit=1))) == 1

    def test_whole_text_may_be_asked(self, shelf: SearchEngine) -> None:
        text = " ".join(f"word{number}" for number in range(1_000)) + " federated"
        assert [one.id for one in shelf.retrieve(RetrievalQuery(SCHEMA.name, text=text))] == [3]

    # Hostile and busy days

    @pytest.mark.parametrize(
        "words",
        [
            "\x00",
            "\ud800 lone",
            "\u202eetamilc",
            "a" * 10_000,
            "word " * 10_000,
            "title:x AND (",
            "*",
            "+-&|!(){}[]^~?:\\/",
            "'; DROP TABLE task; --",
            "🙂🙃",
            "<script>",
            "%00",
            "的" * 500,
        ],
    )
    def test_hostile_text_is_answered(self, shelf: SearchEngine, words: str) -> None:
        page = shelf.search(ask(words, phrases=(words,), excluded=(words,), facets=("kind",)))
        # A text without any word asks for everything; a word that nobody has finds nothing.
        assert page.total in (0, 4)

    def test_hostile_words_alone_are_answered(self, shelf: SearchEngine) -> None:
        assert shelf.search(ask("<script>alert(1)</script> \x00 \ud800")).total == 0

    def test_text_without_a_word_asks_for_everything(self, shelf: SearchEngine) -> None:
        assert shelf.search(ask("?!")).total == 4

    def test_hostile_document_is_taken_in(self, engine: SearchEngine) -> None:
        engine.prepare(SCHEMA)
        engine.upsert(
            SCHEMA.name,
            [document(1, "\ud800<b>needle</b>\x00\u202e", "x" * 100_000, kind=("\ud800",))],
        )
        assert ids(engine.search(ask("needle"))) == [1]

    def test_threads_may_search_at_once(self, shelf: SearchEngine) -> None:
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(lambda _: ids(shelf.search(ask("map"))), range(64)))
        assert pages == [[1, 2]] * 64
