"""Gazetteers as objects: built in, made from entries, united, searched."""

import pickle
from collections.abc import Iterable

import pytest
from entries import entry

from arabic_conflict_ner import ArabicConflictNerError, Entry, Gazetteer, Label, normalize
from arabic_conflict_ner.gazetteer.names import Names


def made(*entries: dict) -> Gazetteer:
    return Gazetteer.from_entries(entries)


def ids(gazetteer: Gazetteer, text: str) -> list[str]:
    return [ref.entry.id for hit in gazetteer.find(normalize(text)) for ref in hit.refs]


ONE = made(
    entry("x/1", "تل النعام", english="Tell al-Naam"), entry("x/2", "قسد", "سوريا الديمقراطية", label="ARMED_GROUP")
)
OTHER = made(entry("x/1", "تل الغزال", english="Tell al-Ghazal"), entry("x/3", "حقل الورد", label="FACILITY"))


def test_from_entries_takes_entries_and_dicts() -> None:
    gazetteer = Gazetteer.from_entries([Entry.model_validate(entry("a", "تل")), entry("b", "حلب")])
    assert [e.id for e in gazetteer] == ["a", "b"]


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ArabicConflictNerError, match="'a' is given twice"):
        made(entry("a", "تل"), entry("a", "حلب"))


def test_len_iteration_and_membership() -> None:
    assert len(ONE) == 2
    assert [e.id for e in ONE] == ["x/1", "x/2"]
    assert "x/1" in ONE
    assert "x/3" not in ONE
    assert len(made()) == 0


def test_entry_by_id() -> None:
    assert ONE.entry("x/1").english == "Tell al-Naam"
    with pytest.raises(KeyError, match="no entry 'x/9'"):
        ONE.entry("x/9")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("تل النعام", ["x/1"]),
        ("تلالنعام", ["x/1"]),
        ("تَلّ  النعـام", ["x/1"]),
        ("سوريا الديمقراطيه", ["x/2"]),
        ("تل", []),
    ],
)
def test_search(name: str, expected: list[str]) -> None:
    assert [ref.entry.id for ref in ONE.search(name)] == expected


def test_search_says_which_name_and_what_was_done_to_it() -> None:
    (ref,) = ONE.search("تلالنعام")
    assert (ref.name.text, ref.variant) == ("تل النعام", "glued")


def test_search_names_the_name_that_is_written_so_before_one_that_is_rewritten() -> None:
    (ref,) = made(entry("x", "قوات سوريا", "ق س د", "قسد")).search("قسد")
    assert (ref.name.text, ref.variant) == ("قسد", "as written")


def test_find_gives_overlapping_names_too() -> None:
    gazetteer = made(
        entry("a", "دير"), entry("b", "دير الزور"), entry("c", "مجلس دير الزور العسكري", label="ARMED_GROUP")
    )
    assert sorted(ids(gazetteer, "مجلس دير الزور العسكري")) == ["a", "b", "c"]


def test_one_name_of_several_entries_gives_them_all() -> None:
    gazetteer = made(entry("a", "السوسة"), entry("b", "السوسة"), entry("c", "السوسة", label="FACILITY"))
    assert ids(gazetteer, "في السوسة") == ["a", "b", "c"]


def test_nothing_is_found_in_an_empty_gazetteer() -> None:
    assert ids(made(), "تل النعام") == []
    assert made().search("تل") == []


# a | b


def test_the_union_finds_what_either_finds() -> None:
    united = made(entry("a", "تل النعام")) | made(entry("b", "حقل الورد"))
    assert sorted(ids(united, "تل النعام وحقل الورد")) == ["a", "b"]
    assert [e.id for e in united] == ["a", "b"]


def test_the_right_one_counts_where_both_have_an_id() -> None:
    united = ONE | OTHER
    assert len(united) == 3
    assert united.entry("x/1").name == "تل الغزال"
    assert {e.id: e.name for e in united}["x/1"] == "تل الغزال"
    assert united.search("تل النعام") == []
    assert ids(united, "تل النعام ثم تل الغزال") == ["x/1"]


def test_the_union_is_new_and_leaves_both_as_they_were() -> None:
    united = ONE | OTHER
    assert united is not ONE
    assert (len(ONE), len(OTHER), ONE.entry("x/1").name) == (2, 2, "تل النعام")


def test_unions_are_associative() -> None:
    third = made(entry("x/2", "قسد", label="ARMED_GROUP", english="SDF"))
    left, right = (ONE | OTHER) | third, ONE | (OTHER | third)
    assert {e.id: e for e in left} == {e.id: e for e in right}
    assert left.entry("x/2").english == "SDF"


def test_only_gazetteers_are_united() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        ONE | {"x/1": "تل"}


def test_ancestors_are_nearest_first_and_reach_across_a_union() -> None:
    mine = made(entry("v", "تل النعام", parent="d"))
    theirs = made(entry("d", "الحسكة", parent="g"), entry("g", "محافظة الحسكة", parent="nowhere"))
    assert [e.id for e in (mine | theirs).ancestors(mine.entry("v"))] == ["d", "g"]
    assert mine.ancestors(mine.entry("v")) == []


def test_parents_in_a_circle_end() -> None:
    circle = made(entry("a", "تل", parent="b"), entry("b", "حلب", parent="a"))
    assert {e.id for e in circle.ancestors(circle.entry("a"))} <= {"a", "b"}


def test_a_gazetteer_can_be_pickled_before_and_after_use() -> None:
    gazetteer = made(entry("a", "تل النعام"))
    for _ in range(2):
        copy = pickle.loads(pickle.dumps(gazetteer))  # noqa: S301  # our own bytes
        assert ids(copy, "وتل النعام") == ids(gazetteer, "وتل النعام") == ["a"]


# Built in


def test_the_built_in_gazetteer_is_read_once() -> None:
    assert next(iter(Gazetteer.builtin())) is next(iter(Gazetteer.builtin()))


def test_adding_names_indexes_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    Gazetteer.builtin().search("حلب")  # builds the index of the built-in names
    built: list[int] = []
    index = Names.of

    def counted(entries: Iterable[Entry], **options: object) -> Names:
        built.append(len(entries := list(entries)))
        return index(entries, **options)

    monkeypatch.setattr(Names, "of", counted)
    mine = made(*(entry(f"mine/{number}", f"تل النعام {number}") for number in range(1000)))
    assert ids(Gazetteer.builtin() | mine, "في تل النعام 999")[-1] == "mine/999"
    assert built == [1000]


def test_entries_of_the_user_override_built_in_ones() -> None:
    built_in = next(iter(Gazetteer.builtin()))
    mine = made({"id": built_in.id, "label": Label.PERSON, "names": [{"text": "زيد العمرو"}]})
    assert (Gazetteer.builtin() | mine).entry(built_in.id).label is Label.PERSON
    assert len(Gazetteer.builtin() | mine) == len(Gazetteer.builtin())
