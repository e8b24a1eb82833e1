"""Other spellings of a name are generated and named, so that nobody types them."""

import pytest

from arabic_conflict_ner import Gazetteer, Label, normalize
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN, REWRITES, variants

MEET = [
    # label, in the gazetteer, in the text, what was done
    ("PLACE", "البصيرة", "بصيرة", "article added or dropped"),
    ("PLACE", "بصيرة", "البصيرة", "article added or dropped"),
    ("PLACE", "دير الزور", "ديرالزور", "glued"),
    ("PLACE", "عين عيسى", "عينعيسى", "glued"),
    ("PLACE", "أبو كمال", "أبوكمال", "glued"),
    ("PLACE", "حوايج بو مصعة", "حوايج بومصعة", "glued in part"),
    ("PERSON", "أبو محمد الجولاني", "أبا محمد الجولاني", "kunya"),
    ("PERSON", "أبو محمد الجولاني", "أبي محمد الجولاني", "kunya"),
    ("PERSON", "أبو محمد الجولاني", "بو محمد الجولاني", "kunya"),
    ("PERSON", "أبو محمد الجولاني", "بومحمد الجولاني", "kunya"),
    ("PERSON", "أبي النور", "أبو النور", "kunya"),
    ("PLACE", "حوايج بو مصعة", "حوايج أبو مصعة", "kunya"),
    ("PLACE", "تل أبو جرن", "تل أبي جرن", "kunya"),
    ("PERSON", "عبد الله صالح", "عبدالله صالح", "glued in part"),
    ("PERSON", "عبدالله صالح", "عبد الله صالح", "عبد ال split"),
    ("PERSON", "عبد الرحمن", "عبدالرحمن", "glued"),
    ("PERSON", "محمد بن نايف", "محمد ابن نايف", "ابن / بن"),
    ("PERSON", "محمد ابن نايف", "محمد بن نايف", "ابن / بن"),
    ("PERSON", "ابن نايف", "بن نايف", "ابن / بن"),
    ("PLACE", "صنعاء", "صنعا", "last hamza dropped"),
    ("FACILITY", "مطار البيضاء", "مطار البيضا", "last hamza dropped"),
    ("PLACE", "الرَّقّة", "الرقه", AS_WRITTEN),
    ("ARMED_GROUP", "اللواء ٣٥", "اللواء 35", AS_WRITTEN),
    ("PLACE", "تل-أبيض", "تل أبيض", AS_WRITTEN),
]


def gazetteer(label: str, name: str) -> Gazetteer:
    return Gazetteer.from_entries([{"id": "x", "label": label, "names": [{"text": name}]}])


@pytest.mark.parametrize(("label", "name", "written", "done"), MEET)
def test_a_spelling_is_found_and_named(label: str, name: str, written: str, done: str) -> None:
    (ref,) = gazetteer(label, name).search(written)
    assert (ref.name.text, ref.variant) == (name, done)
    assert [hit.form for hit in gazetteer(label, name).find(normalize(f"قرب {written}."))] == [name_form(written)]


@pytest.mark.parametrize(
    ("label", "name", "written"),
    [
        ("PLACE", "دير الزور", "الدير الزور"),
        ("PLACE", "دير الزور", "دير"),
        ("PLACE", "الباب الشرقي", "باب الشرقي"),
        ("ARMED_GROUP", "الجيش الحر", "الجيشالحرالسوري"),
        ("ARMED_GROUP", "داعش", "الداعش"),
        ("PERSON", "البغدادي", "بغدادي"),
        ("PERSON", "محمد صالح", "بن محمد صالح"),
        ("PLACE", "تل", "التل"),
        ("PLACE", "السماء", "السم"),
    ],
)
def test_another_name_is_not_met(label: str, name: str, written: str) -> None:
    assert gazetteer(label, name).search(written) == []


@pytest.mark.parametrize("label", Label)
@pytest.mark.parametrize("name", sorted({name for _label, name, *_rest in MEET}))
def test_variants_are_normalised_forms_and_name_what_was_done(label: Label, name: str) -> None:
    form = name_form(name)
    found = variants(form, label)
    assert next(iter(found.items())) == (form, AS_WRITTEN)
    assert {name_form(variant) for variant in found} == set(found)
    assert set(found.values()) <= {AS_WRITTEN, *(done for done, *_rest in REWRITES)}


@pytest.mark.parametrize(("done", "rewrite"), [(done, rewrite) for done, rewrite, _labels in REWRITES])
def test_every_rewrite_says_why_and_is_in_the_table_above(done: str, rewrite) -> None:
    assert rewrite.__doc__
    assert done in {row[3] for row in MEET}
