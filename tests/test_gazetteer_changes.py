"""Changing what a gazetteer has: names and entries taken away, names added, and nothing else touched or indexed."""

import doctest
import pickle
import re
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from entries import entry
from hypothesis import given
from hypothesis import strategies as st
from test_cli import records, run

from arabic_conflict_ner import ArabicConflictNerError, Entry, Extractor, Gazetteer, GazetteerError, normalize
from arabic_conflict_ner.gazetteer.check import check
from arabic_conflict_ner.gazetteer.format import formatted
from arabic_conflict_ner.gazetteer.names import Names

HEADER = "label,id,kind,name"


def made(*entries: dict) -> Gazetteer:
    return Gazetteer.from_entries(entries)


BASE = made(
    entry("sy", "سوريا", type="country", country="SY"),
    entry("sy/1", "الحسكة", type="district", parent="sy"),
    entry("sy/2", "الحصان", "تل الحصان", "حصان العرب", type="village", parent="sy/1"),
    entry("sy/3", "الكرامة", parent="sy/1"),
    entry("sy/4", "كرامة", parent="sy"),
    entry("group/1", "الكرامة", "لواء الكرامة", label="ARMED_GROUP"),
)


def ids(gazetteer: Gazetteer, text: str) -> list[str]:
    return sorted({ref.entry.id for hit in gazetteer.find(normalize(text)) for ref in hit.refs})


def names(gazetteer: Gazetteer, id: str) -> list[tuple[str, str, str | None]]:
    return [(name.text, name.kind.value, name.trust) for name in gazetteer.entry(id).names]


def own(gazetteer: Gazetteer, name: str) -> list[bool]:
    return [ref.own for ref in gazetteer.search(name)]


@pytest.fixture
def mine(file) -> Callable[..., Gazetteer]:
    """The gazetteer of some rows that may change BASE."""

    def read(*rows: str, header: str = HEADER, **options: object) -> Gazetteer:
        path = file("\n".join([header, *rows]) + "\n")
        return Gazetteer.from_csv(path, **({"changing": BASE} | options))

    return read


@pytest.fixture
def problems(mine) -> Callable[..., list[str]]:
    """What is told against rows, line first."""

    def told(*rows: str) -> list[str]:
        with pytest.raises(GazetteerError) as caught:
            mine(*rows)
        return [f"{problem.line}: {problem.found}; {problem.cure}" for problem in caught.value.problems]

    return told


# without()


def test_an_entry_is_taken_away_by_its_id() -> None:
    less = BASE.without("sy/3", "group/1")
    assert ids(less, "الكرامة") == ["sy/4"]
    assert [e.id for e in less] == ["sy", "sy/1", "sy/2", "sy/4"]
    assert len(less) == 4
    assert "sy/3" not in less
    with pytest.raises(KeyError):
        less.entry("sy/3")


def test_what_it_was_taken_from_stays_as_it_was() -> None:
    BASE.without("sy/2")
    BASE.without(name="الكرامة")
    assert ids(BASE, "الكرامة") == ["group/1", "sy/3", "sy/4"]
    assert len(BASE) == 6


@pytest.mark.parametrize("written", ["الحصان", "حصان", "الحِصـان"])
def test_one_name_goes_in_every_spelling_and_the_others_stay(written: str) -> None:
    less = BASE.without("sy/2", name=written)
    assert names(less, "sy/2") == [("تل الحصان", "canonical", None), ("حصان العرب", "alias", None)]
    assert [ids(less, text) for text in ("الحصان", "حصان", "تل الحصان", "حصان العرب")] == [[], [], ["sy/2"], ["sy/2"]]


def test_two_names_that_are_one_when_written_go_together() -> None:
    both = made(entry("x", "دير", "الدير", "دير حافر"))
    assert names(both.without("x", name="دير"), "x") == [("دير حافر", "canonical", None)]


def test_a_name_goes_from_every_entry_that_has_it() -> None:
    less = BASE.without(name="الكرامة")
    assert ids(less, "الكرامة") == ids(less, "كرامة") == []
    assert ids(less, "لواء الكرامة") == ["group/1"]
    assert ("sy/3" in less, "sy/4" in less) == (False, False)


def test_with_its_last_name_an_entry_goes() -> None:
    assert "sy/3" not in BASE.without("sy/3", name="كرامة")


def test_a_weak_name_that_becomes_canonical_stays_weak() -> None:
    both = [{"text": "حرية", "kind": "weak"}, {"text": "ا", "kind": "weak"}]
    weak = made({"id": "x", "label": "PLACE", "names": [{"text": "تل"}, *both]})
    assert names(weak.without("x", name="تل"), "x") == [("حرية", "canonical", "weak"), ("ا", "weak", None)]


def test_several_steps_and_several_at_once_come_to_the_same() -> None:
    steps = BASE.without("sy/3").without("sy/2", name="الحصان").without("sy/2", name="تل الحصان")
    assert {e.id: e for e in steps} == {
        e.id: e for e in BASE.without("sy/2", name="تل الحصان").without("sy/2", name="حصان").without("sy/3")
    }
    assert names(steps, "sy/2") == [("حصان العرب", "canonical", None)]


def test_nothing_to_take_away_gives_the_same_entries() -> None:
    assert list(BASE.without()) == list(BASE)


@pytest.mark.parametrize(
    ("removed", "name", "told"),
    [
        (["sy/9"], None, "there is no entry 'sy/9'; gazetteer search shows the ids of a name"),
        (["sy/3", "sy/3"], None, "there is no entry 'sy/3'"),
        (["sy/2"], "حلب", "entry 'sy/2' has no name 'حلب'; it has الحصان, تل الحصان, حصان العرب"),
        ([], "حلب", "no entry has the name 'حلب'; correct it, or leave it out"),
        ([], "", "no entry has the name ''"),
    ],
)
def test_what_is_not_there_cannot_be_taken_away(removed: list[str], name: str | None, told: str) -> None:
    with pytest.raises(ArabicConflictNerError, match=f"^{re.escape(told)}"):
        BASE.without(*removed, name=name)


def test_what_lay_in_a_removed_entry_lies_in_the_next_larger_thing() -> None:
    less = BASE.without("sy/1")
    assert [e.id for e in less.ancestors(less.entry("sy/2"))] == ["sy"]
    assert [e.id for e in less.without("sy").ancestors(less.entry("sy/2"))] == []
    back = less | made(entry("sy/1", "الحسكة الجديدة", parent="sy"))
    assert [e.name for e in back.ancestors(back.entry("sy/2"))] == ["الحسكة الجديدة", "سوريا"]


def test_removed_parents_in_a_circle_end() -> None:
    circle = made(entry("a", "تل", parent="b"), entry("b", "حلب", parent="a"), entry("c", "بلد", parent="a"))
    less = circle.without("a", "b")
    assert less.ancestors(less.entry("c")) == []


def test_a_removed_entry_comes_back_with_what_is_laid_on_top() -> None:
    less = BASE.without("sy/3")
    assert ids(less | made(entry("sy/3", "الكرامة")), "الكرامة") == ["group/1", "sy/3", "sy/4"]
    assert ids(less | BASE, "الكرامة") == ["group/1", "sy/3", "sy/4"]
    assert ids(BASE | less, "الكرامة") == ["group/1", "sy/4"]


def test_a_gazetteer_united_with_itself_finds_everything_once() -> None:
    twice = BASE | BASE
    assert len(twice) == len(BASE)
    assert twice.find(normalize("قرب تل الحصان")) == BASE.find(normalize("قرب تل الحصان"))


def test_removals_of_either_side_hold_on_both() -> None:
    one, other = made(entry("a", "تل"), entry("b", "حلب")), made(entry("c", "بلد"))
    fixes = (one | other).without("a", "c")
    assert [e.id for e in fixes] == ["b"]
    assert [e.id for e in made(entry("d", "هجين")) | fixes] == ["d", "b"]
    assert [e.id for e in (one | other) | made(entry("d", "هجين")).without("d")] == ["a", "b", "c"]


# What is the caller's own


def test_a_name_that_stays_is_no_more_the_callers_than_before() -> None:
    both = Gazetteer.builtin() | made(entry("x", "قسد", "قوات الورد", label="ARMED_GROUP"))
    less = both.without("group/sdf", name="قوات سوريا الديمقراطية").without("x", name="قسد")
    assert own(both, "قسد") == [False, True]
    assert {ref.entry.id: ref.own for ref in less.search("قسد")} == {"group/sdf": False}
    assert own(less, "قوات الورد") == [True]


# Rows of a file


def test_rows_take_away_entries_and_names(mine) -> None:
    changed = BASE | mine("PLACE,sy/3,removed,", "place,sy/2,Removed,حصان", "ARMED_GROUP,group/1,removed,لواء الكرامة")
    assert ids(changed, "الكرامة") == ["group/1", "sy/4"]
    assert ids(changed, "الحصان") == []
    assert names(changed, "group/1") == [("الكرامة", "canonical", None)]


def test_a_row_without_id_takes_a_name_from_every_entry_of_its_label(mine) -> None:
    changed = BASE | mine("PLACE,,removed,الكرامة")
    assert ids(changed, "الكرامة") == ["group/1"]


def test_a_file_that_takes_names_away_needs_no_ids(mine) -> None:
    assert ids(BASE | mine("PLACE,removed,الكرامة", header="label,kind,name"), "الكرامة") == ["group/1"]


def test_rows_without_a_canonical_one_add_names_to_an_entry(mine) -> None:
    changed = BASE | mine("PLACE,sy/2,alias,تلة الحصانية", "PLACE,sy/2,weak,الحصانية")
    assert names(changed, "sy/2")[-2:] == [("تلة الحصانية", "alias", None), ("الحصانية", "weak", None)]
    assert changed.entry("sy/2").parent == "sy/1"
    assert ids(changed, "في تلة الحصانية") == ids(changed, "في تل الحصان") == ["sy/2"]
    assert own(changed, "تلة الحصانية") == [True]


def test_a_name_that_is_there_takes_over_what_the_row_says(mine) -> None:
    header = f"{HEADER},trust"
    changed = BASE | mine("PLACE,sy/2,weak,تل الحصان,", "PLACE,sy/2,weak,الحصان,", header=header)
    assert names(changed, "sy/2") == [
        ("الحصان", "canonical", "weak"),
        ("تل الحصان", "weak", None),
        ("حصان العرب", "alias", None),
    ]
    strong = BASE | mine("PLACE,sy/3,alias,الكرامة,strong", header=header)
    assert names(strong, "sy/3") == [("الكرامة", "canonical", "strong")]


def test_rows_with_a_canonical_one_replace_the_entry_whole(mine) -> None:
    changed = BASE | mine("PLACE,sy/2,canonical,تل الغزال")
    assert names(changed, "sy/2") == [("تل الغزال", "canonical", None)]
    assert ids(changed, "تل الحصان") == []


def test_a_file_keeps_its_own_rows_of_what_it_takes_away(mine) -> None:
    rows = ("PLACE,,removed,الكرامة", "PLACE,x,canonical,الكرامة", "PLACE,sy/2,removed,", "PLACE,sy/2,,تل")
    changed = BASE | mine(*rows)
    assert ids(changed, "الكرامة") == ["group/1", "x"]
    assert names(changed, "sy/2") == [("تل", "canonical", None)]


def test_names_may_be_added_to_an_entry_of_another_file_read_along(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER}\nPLACE,x,,تل\n", "utf-8")
    (tmp_path / "b.csv").write_text(f"{HEADER}\nPLACE,x,alias,تلة\nPLACE,sy/3,alias,كرم\n", "utf-8")
    both = Gazetteer.from_csv(tmp_path / "a.csv", tmp_path / "b.csv", changing=BASE)
    assert names(both, "x") == [("تل", "canonical", None), ("تلة", "alias", None)]
    assert own(both, "تل") == own(both, "تلة") == own(both, "كرم") == [True]
    assert own(both, "الكرامة") == [True]  # BASE is the caller's too


def test_two_files_change_one_entry_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER}\nPLACE,sy/2,removed,الحصان\nPLACE,sy/2,alias,تل\n", "utf-8")
    (tmp_path / "b.csv").write_text(f"{HEADER}\nPLACE,sy/2,alias,بلد\nPLACE,sy/2,removed,تل الحصان\n", "utf-8")
    both = Gazetteer.from_csv(tmp_path / "a.csv", tmp_path / "b.csv", changing=BASE)
    assert [name for name, *_ in names(both, "sy/2")] == ["حصان العرب", "تل", "بلد"]


def test_the_built_in_entries_are_changed_unless_others_are_named(file) -> None:
    path = file(f"{HEADER}\nPLACE,place/sy/c5119,alias,عشيقة الزعيترية\nPLACE,place/sy/sy09,removed,\n")
    changed = Gazetteer.builtin() | Gazetteer.from_csv(path)
    assert ids(changed, "عشيقة الزعيترية")[-1:] == ["place/sy/c5119"]
    assert changed.entry("place/sy/c5119").lat == Gazetteer.builtin().entry("place/sy/c5119").lat
    assert "place/sy/sy09" not in changed
    assert own(changed, "عشيقة الزعيترية") == [True]
    assert own(changed, "الشحيل") == [False]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("PLACE,sy/9,removed,", "2: there is no entry 'sy/9'; gazetteer search shows the ids of a name"),
        ("PLACE,sy/2,removed,حلب", "2: entry 'sy/2' has no name 'حلب'; it has الحصان"),
        ("PLACE,,removed,لواء الكرامة", "2: no PLACE has the name 'لواء الكرامة'; correct it"),
        ("PLACE,,removed,", "2: the row does not say what to remove; give an id, a name, or both"),
        ("PLACE,group/1,removed,", "2: entry 'group/1' is ARMED_GROUP, not PLACE; correct one of the two"),
        ("PLACE,group/1,alias,تل", "2: entry 'group/1' is ARMED_GROUP, not PLACE; correct one of the two"),
        ("PLACE,sy/9,alias,تل", "2: entry 'sy/9' has no canonical name; set kind to canonical on its first row, or"),
        ("PLACE,sy/2,removed,«-»", "2: name '«-»' has no letter"),
        ("PLAEC,sy/2,removed,", "2: label 'PLAEC' is unknown"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_and_costs_no_other(mine, problems, row: str, told: str) -> None:
    rows = (row, "PLACE,sy/3,removed,", "PLACE,sy/4,alias,كرم", "PLACE,x,,تل")
    (problem,) = problems(*rows)
    assert problem.startswith(told)
    kept = mine(*rows, strict=False)
    assert [str(problem.line) for problem in kept.problems] == ["2"]
    assert {e.id for e in BASE | kept} == {"sy", "sy/1", "sy/2", "sy/4", "group/1", "x"}
    assert names(BASE | kept, "sy/4") == [("كرامة", "canonical", None), ("كرم", "alias", None)]


def test_a_name_added_twice_and_one_of_another_label_are_told(problems) -> None:
    assert problems("PLACE,sy/2,alias,تل", "PLACE,sy/2,alias,تل", "PERSON,sy/2,alias,عمر") == [
        "3: name 'تل' of entry 'sy/2' stands twice; delete one of the rows",
        "4: entry 'sy/2' is PLACE, not PERSON; correct one of the two",
    ]


def test_problems_stand_by_line_whoever_finds_them(problems) -> None:
    told = problems("PLACE,sy/9,removed,", "PLAEC,,,تل", "PLACE,sy/8,alias,تل", "PLACE,,removed,")
    assert [line.partition(":")[0] for line in told] == ["2", "3", "4", "5"]


def test_many_wrong_ids_are_told_quickly(file) -> None:
    path = file(f"{HEADER}\n" + "".join(f"PLACE,place/sy/{number}x,removed,\n" for number in range(2000)))
    Gazetteer.builtin()
    begin = time.process_time()
    assert len(Gazetteer.from_csv(path, strict=False).problems) == 2000
    assert time.process_time() - begin < 2


# The tools


def checked(file, *rows: str, known: Gazetteer = BASE) -> list[str]:
    path = file("\n".join([HEADER, *rows]) + "\n")
    return [str(finding).removeprefix(f"{path}:") for finding in check([path], known={e.id: e for e in known})[1]]


def test_check_passes_changes_that_can_be_made(file) -> None:
    assert checked(file, "PLACE,sy/3,removed,", "PLACE,sy/2,removed,حصان", "PLACE,sy/4,alias,كرم الزيتون") == []


def test_check_tells_those_that_cannot(file) -> None:
    told = checked(file, "PLACE,sy/9,removed,", "PLACE,sy/8,alias,كرم الزيتون", "PLACE,,removed,حلب")
    assert [line[: line.index(";")] for line in told] == [
        "2: there is no entry 'sy/9'",
        "3: entry 'sy/8' has no canonical name",
        "4: no PLACE has the name 'حلب'",
    ]


def test_check_warns_of_names_that_a_replaced_entry_loses(file) -> None:
    told = checked(file, "PLACE,sy/2,canonical,الحصان", "PLACE,sy/2,alias,حصان العرب")
    assert told == [
        "2: warning: entry 'sy/2' takes the place of one that was found by تل الحصان too; "
        "leave the canonical row out to add names to that one, or add a row for each name that is to stay"
    ]
    assert checked(file, "PLACE,sy/3,canonical,كرامة") == []


def test_check_knows_what_the_rows_take_away(file) -> None:
    path = file(f"{HEADER},parent\nPLACE,sy/1,removed,,\nPLACE,x,,تل,sy/1\n")
    (finding,) = check([path], known={e.id: e for e in BASE})[1]
    assert "parent 'sy/1' is no entry" in str(finding)


def test_format_puts_removals_last_and_loses_none(file) -> None:
    content = f"{HEADER}\nPLACE,a,removed,ب\nPLACE,a,removed,\nPLACE,a,weak,ت\nPLACE,a,alias,ا\nPLACE,,removed,ج\n"
    made = formatted(file(content))
    assert made.problems == ()
    assert made.after.decode() == (
        f"{HEADER}\nPLACE,a,alias,ا\nPLACE,a,weak,ت\nPLACE,a,removed,\nPLACE,a,removed,ب\nPLACE,,removed,ج\n"
    )


def test_add_adds_a_name_to_a_built_in_entry(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    arguments = ["--label", "PLACE", "--kind", "alias", "--id", "place/sy/c5119", "--name", "عشيقة الزعيترية"]
    assert run("gazetteer", "add", path, *arguments).exit_code == 0
    assert path.read_text("utf-8").splitlines()[1] == "PLACE,place/sy/c5119,alias,عشيقة الزعيترية,user"
    again = run("gazetteer", "add", path, *arguments)
    assert again.exit_code == 1
    assert "is found already: place/sy/c5119" in again.stderr


def test_the_command_line_finds_no_more_what_a_file_takes_away(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("label,kind,name\nPLACE,removed,الشحيل\nPLACE,,رسم الطويحين\n", "utf-8")
    arguments = ("extract", "-", "--format", "jsonl", "--tagger", "none")
    text = "قصف على بلدة الشحيل وقرية رسم الطويحين"
    (before,), (after,) = (records(run(*arguments, *more, input=text)) for more in ((), ("--gazetteer", path)))
    links = [[found["link"]["name"] for found in record["entities"] if found["link"]] for record in (before, after)]
    assert links[0][0] == "الشحيل"
    assert "الشحيل" not in links[1]
    assert "رسم الطويحين" in links[1]
    path.write_text("label,kind,name\nPLACE,removed,كذا وكذا\n", "utf-8")
    refused = run(*arguments, "--gazetteer", path, input=text)
    assert (refused.exit_code, "no PLACE has the name 'كذا وكذا'" in refused.stderr) == (2, True)


# The documents


def test_the_page_for_python_keeps_its_word(root: Path) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testfile(str(root / "docs" / "gazetteers.md"), module_relative=False, optionflags=flags).failed == 0


def test_the_rows_that_the_page_for_editors_shows_can_be_loaded(file, root: Path) -> None:
    page = (root / "gazetteers" / "README.md").read_text("utf-8")
    example = page.partition("```csv\n")[2].partition("```")[0]
    changed = Gazetteer.builtin() | Gazetteer.from_csv(file(example))
    assert "place/sy/c5119" not in changed
    assert "place/sy/sy09" in ids(changed, "دير العتيق")
    assert {changed.entry(id).label for id in ids(changed, "الكرامة")}.isdisjoint({"PLACE"})


# What it costs, and who may look on meanwhile


def test_taking_away_indexes_no_more_than_what_is_left_of_the_changed_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    builtin = Gazetteer.builtin()
    builtin.search("حلب")
    changed = [e for e in builtin if len(e.names) == 2][:10]
    indexed: list[str] = []
    index = Names.of

    def counted(entries: Iterable[Entry], **options: object) -> Names:
        entries = list(entries)
        indexed.extend(e.id for e in entries)
        return index(entries, **options)

    monkeypatch.setattr(Names, "of", counted)
    less = builtin
    for e in changed:
        less = less.without(e.id, name=e.names[1].text)
    less.find(normalize("قصف على بلدة الشحيل"))
    assert set(indexed) == {e.id for e in changed}
    assert len(indexed) <= 3 * len(changed)


@pytest.mark.parametrize("change", ["ids", "names", "added"])
def test_ten_changes_cost_milliseconds(change: str) -> None:
    builtin = Gazetteer.builtin()
    chosen = [e for e in builtin if len(e.names) == 2][:10]
    normalized = normalize("قصف على بلدة الشحيل")
    builtin.find(normalized)

    def changed() -> Gazetteer:
        if change == "ids":
            return builtin.without(*(e.id for e in chosen))
        if change == "names":
            less = builtin
            for e in chosen:
                less = less.without(e.id, name=e.name)
            return less
        return builtin | made(*(entry(f"x/{number}", f"تل النعام {number}") for number in range(10)))

    def seconds() -> float:
        begin = time.process_time()
        gazetteer = changed()
        gazetteer.find(normalized)
        assert gazetteer.version != builtin.version
        return time.process_time() - begin

    assert min(seconds() for _ in range(5)) < 0.05


def test_threads_read_one_state_or_the_other() -> None:
    extractor = Extractor(gazetteer=BASE, tagger=None)
    text = "قصف على قرية الحصان في منطقة الحسكة"
    less = BASE.without("sy/2").without("sy/1")
    seen: set[tuple[str, ...]] = set()

    def read() -> None:
        for _ in range(150):
            seen.add(tuple(e.link.entry for e in extractor.extract(text) if e.link))

    def change() -> None:
        for _ in range(60):
            with extractor.adding(less):
                pass

    before = tuple(e.link.entry for e in extractor.extract(text) if e.link)
    threads = [threading.Thread(target=target) for target in (read, read, change, change)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert before == ("sy/2", "sy/1")
    assert seen <= {before, ()}
    assert extractor.gazetteer is not less


def test_a_changed_gazetteer_can_be_pickled() -> None:
    changed = (Gazetteer.builtin() | made(entry("x", "تل النعام", "تلة النعام"))).without("place/sy/c5119")
    changed = changed.without("x", name="تلة النعام")
    copy = pickle.loads(pickle.dumps(changed))  # noqa: S301  # our own bytes
    assert copy.version == changed.version
    assert ids(copy, "تل النعام ثم الشحيل") == ids(changed, "تل النعام ثم الشحيل")
    assert len(pickle.dumps(changed)) < 10_000


# Whatever is changed, what is left is found as if nothing else had ever been there

WORDS = st.lists(st.sampled_from(["تل", "دير", "الزور", "أبو", "حلب", "الرقة", "عبد", "الله"]), min_size=1, max_size=3)
NAMES = st.lists(WORDS.map(" ".join), min_size=1, max_size=3, unique=True)


@given(st.lists(NAMES, min_size=1, max_size=5), st.lists(NAMES, max_size=4), st.data())
def test_layers_find_what_one_gazetteer_of_the_same_entries_finds(below, above, data) -> None:
    one = [entry(f"e/{number}", *written) for number, written in enumerate(below)]
    other = [entry(f"e/{number + 2}", *written) for number, written in enumerate(above)]
    united = made(*one) | made(*other)
    gone = data.draw(st.sets(st.sampled_from([e.id for e in united])))
    name = data.draw(st.sampled_from([n.text for e in united for n in e.names]))
    less = united.without(*gone)
    if less.search(name):
        less = less.without(name=name)
        assert less.search(name) == []
    plain = Gazetteer.from_entries(less)
    text = normalize(" ثم ".join(n for names in (*below, *above) for n in names))

    def found(gazetteer: Gazetteer) -> list[tuple]:
        return sorted((hit.begin, hit.end, hit.chain, ref.entry.id) for hit in gazetteer.find(text) for ref in hit.refs)

    assert found(less) == found(plain)
    assert len(less) == len(plain) == len(list(less))
    assert less.version == plain.version
