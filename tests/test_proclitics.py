"""Names behind proclitics: which chains are legal, what ل does to ال, and what is never cut."""

import pytest

from arabic_conflict_ner import Gazetteer, normalize
from arabic_conflict_ner.text.proclitics import CHAINS, elide, split

LEGAL = ("و", "ف", "ب", "ك", "ل", "س", "وب", "وك", "ول", "وس", "فب", "فك", "فل", "فس")
ILLEGAL = ("بو", "بب", "لب", "سو", "سف", "وف", "وو", "فو", "كل", "بل", "وبل", "م", "ت", "ا", "ي")


def gazetteer(*names: str) -> Gazetteer:
    return Gazetteer.from_entries(
        {"id": f"place/{number}", "label": "PLACE", "names": [{"text": name}]} for number, name in enumerate(names)
    )


def found(text: str, *names: str) -> list[tuple[str, str]]:
    """(proclitic, span) of every hit."""
    normalized = normalize(text)
    hits = gazetteer(*names).find(normalized)
    return [(hit.chain, text[slice(*normalized.to_original(hit.begin, hit.end))]) for hit in hits]


def test_the_chains() -> None:
    assert sorted(CHAINS) == sorted(LEGAL)


@pytest.mark.parametrize("chain", LEGAL)
@pytest.mark.parametrize("name", ["دمشق", "الرقة", "دير الزور", "تل أبيض"])
def test_a_name_is_found_behind_every_legal_chain(chain: str, name: str) -> None:
    assert (chain, name) in found(f"ثم {chain}{name}، أمس", name)


@pytest.mark.parametrize("chain", ILLEGAL)
@pytest.mark.parametrize("name", ["دمشق", "دير الزور"])
def test_no_name_behind_anything_else(chain: str, name: str) -> None:
    assert found(f"ثم {chain}{name}، أمس", name) == []


@pytest.mark.parametrize("chain", ["ل", "ول", "فل"])
@pytest.mark.parametrize("name", ["الجيش السوري", "الرقة", "اللطامنة"])
def test_the_article_loses_its_alef_behind_lam(chain: str, name: str) -> None:
    assert (chain, name[1:]) in found(f"ثم {chain}{name[1:]}.", name)


@pytest.mark.parametrize("chain", ["", "و", "ب", "وب", "ك"])
def test_the_article_keeps_its_alef_elsewhere(chain: str) -> None:
    assert found(f"ثم {chain}لجيش السوري.", "الجيش السوري") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وبالرَّقّة", ("وب", "الرَّقّة")),
        ("لـلرقـة", ("ل", "لرقـة")),
        ("و\u200fدمشق", ("و", "دمشق")),
        ("بِدِمشق", ("ب", "دِمشق")),
        ("و«دمشق»", ("", "دمشق")),
    ],
)
def test_marks_between_the_proclitic_and_the_name(text: str, expected: tuple[str, str]) -> None:
    assert found(text, "الرقة", "دمشق") == [expected]


@pytest.mark.parametrize("text", ["المقسدين", "الحصانة", "حصانا", "قسدي", "مقسد", "وقسدها"])
@pytest.mark.parametrize("name", ["قسد", "حصان"])
def test_a_name_inside_a_longer_word_is_none(text: str, name: str) -> None:
    assert found(text, name) == []


@pytest.mark.parametrize("name", ["بغداد", "وادي بردى", "كركوك", "لبنان", "سلمية", "فيق", "بعقوبة"])
def test_a_name_is_whole_though_it_begins_like_a_proclitic(name: str) -> None:
    assert found(f"إلى {name} غدا", name) == [("", name)]
    assert found(f"إلى و{name} غدا", name) == [("و", name)]


@pytest.mark.parametrize(("name", "short"), [("الجيش السوري", "لجيش السوري"), ("اللطامنه", "للطامنه"), ("دمشق", None)])
def test_elide(name: str, short: str | None) -> None:
    assert elide(name) == short


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("وبقريه", {"قريه"}, ("وب", "قريه")),
        ("وادي", {"وادي", "ادي"}, ("", "وادي")),
        ("للمدينه", {"المدينه"}, ("ل", "المدينه")),
        ("وللمدينه", {"المدينه"}, ("ول", "المدينه")),
        ("ولواء", {"لواء", "واء"}, ("و", "لواء")),
        ("بلمدينه", {"المدينه"}, None),
        ("كتب", {"قريه"}, None),
        ("", {"قريه"}, None),
    ],
)
def test_split(word: str, known: set[str], expected: tuple[str, str] | None) -> None:
    assert split(word, known=known) == expected
