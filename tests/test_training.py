"""What the tagger learns from, and how: records, folds, leaks; a tiny network taught, stopped and exported."""

import json
import random
import re
import string
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models

from arabic_conflict_ner import Entry, Gazetteer, Label, normalize, tokenize
from arabic_conflict_ner.tagging.folder import TOKENIZER
from arabic_conflict_ner.tagging.pieces import WINDOW, Cutter, spellings
from arabic_conflict_ner.tagging.tagger import Tagger
from arabic_conflict_ner.tagging.tags import TAGS
from arabic_conflict_ner.training import augment, corpus
from arabic_conflict_ner.training.corpus import IGNORED, Example, Record
from arabic_conflict_ner.training.leaks import Guard, strings

if TYPE_CHECKING:
    from arabic_conflict_ner.training.network import Network

EVERY_WORD = Cutter(Tokenizer(models.WordLevel({"<unk>": 3}, unk_token="<unk>")))  # noqa: S106  # no password
"""To it every word is one piece."""
ROWS = [json.loads(line) for line in corpus.ANNOTATIONS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def tokenizer() -> Path:
    """The file of the shipped tokenizer."""
    return ROOT / "arabic_conflict_ner" / "model" / "default" / TOKENIZER


def record(text: str, *entities: tuple[str, str], **more: object) -> Record:
    """A paragraph whose entities are (text, label), each behind the one before."""
    found: list[Record] = []
    for name, label in entities:
        start = text.index(name, found[-1]["end"] if found else 0)
        found.append({"start": start, "end": start + len(name), "label": label, "text": name, **more})
    return {"text": text, "entities": found}


def learnt(given: Record) -> list[tuple[str, str | int, int]]:
    """Each word with its tag and its cut as the network learns them, IGNORED as it is."""
    (example,) = corpus.example(given, EVERY_WORD)
    words = spellings(given["text"], tokenize(normalize(given["text"])))
    tags = [tag if tag == IGNORED else TAGS[tag] for tag in example.tags]
    return list(zip(words, tags, example.cuts, strict=True))


# Records


def test_a_record_is_learnt_by_word() -> None:
    given = record(
        "سيطرت «قسد» على دير الزور وبالرقة.", ("قسد", "ARMED_GROUP"), ("دير الزور", "PLACE"), ("الرقة", "PLACE")
    )
    assert learnt(given) == [
        ("سيطرت", "O", IGNORED),
        ("«", "O", IGNORED),
        ("قسد", "B-ARMED_GROUP", 0),
        ("»", "O", IGNORED),
        ("على", "O", IGNORED),
        ("دير", "B-PLACE", 0),
        ("الزور", "I-PLACE", IGNORED),
        ("وبالرقة", "B-PLACE", 2),
        (".", "O", IGNORED),
    ]


@pytest.mark.parametrize(
    ("text", "name", "cut"),
    [
        ("في الرقة", "الرقة", 0),
        ("بالرقة", "الرقة", 1),
        ("وبالرقة", "الرقة", 2),
        ("محافظةكركوك", "كركوك", 3),
        ("لـداعش", "داعش", 1),
        ("وَبِالرَّقة", "الرَّقة", 2),
    ],
    ids=ascii,
)
def test_a_cut_counts_the_letters_that_are_no_part_of_the_name(text: str, name: str, cut: int) -> None:
    assert learnt(record(text, (name, "PLACE")))[-1][1:] == ("B-PLACE", cut)


def test_names_side_by_side_begin_anew() -> None:
    given = record("قصف دير الزور الرقة أحمد", ("دير الزور", "PLACE"), ("الرقة", "PLACE"), ("أحمد", "PERSON"))
    assert [tag for _word, tag, _cut in learnt(given)] == ["O", "B-PLACE", "I-PLACE", "B-PLACE", "B-PERSON"]


@pytest.mark.parametrize(
    ("score", "tags"),
    [(0.3, [IGNORED] * 2), (0.74, [IGNORED] * 2), (0.75, ["B-PLACE", "I-PLACE"]), (1.0, ["B-PLACE", "I-PLACE"])],
)
def test_nothing_is_learnt_from_what_the_extractor_is_unsure_of(score: float, tags: list[str | int]) -> None:
    found = learnt(record("قصف دير الزور", ("دير الزور", "PLACE"), score=score))
    assert [tag for _word, tag, _cut in found] == ["O", *tags]
    assert [cut for _word, _tag, cut in found] == [IGNORED, 0 if tags[0] == "B-PLACE" else IGNORED, IGNORED]


def test_a_long_record_is_learnt_in_windows(articles: list[dict]) -> None:
    text = "\n".join(article["text"] for article in articles)
    whole = record(text)
    found = list(corpus.example(whole, EVERY_WORD))
    assert sum(len(example.tags) for example in found) == len(tokenize(normalize(text)))
    assert len(found) == -(-len(tokenize(normalize(text))) // WINDOW)
    for example in found:
        assert len(example.ids) <= WINDOW
        assert (example.starts[0], example.starts[-1]) == (0, len(example.ids))
        assert len(example.starts) - 1 == len(example.tags) == len(example.cuts)


def test_nothing_is_learnt_from_nothing() -> None:
    assert list(corpus.example({"text": " \n", "entities": []}, EVERY_WORD)) == []


def test_now_and_then_a_record_is_read_as_a_hasty_writer_has_it(articles: list[dict]) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret
    sizes = [sum(len(e.tags) for e in corpus.example(articles[0], EVERY_WORD, chance)) for _ in range(200)]
    whole = len(tokenize(normalize(articles[0]["text"])))
    assert set(sizes) == {whole, sum(token.form[0].isalnum() for token in tokenize(normalize(articles[0]["text"])))}
    assert sizes.count(whole) > 150


# Varied records


@given(st.integers(0, 2**32))
def test_a_varied_record_is_marked_as_well_as_the_first(articles: list[dict], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    varied = corpus.vary(chance.choice(articles), names(), chance)
    end = 0
    for entity in varied["entities"]:
        assert end <= entity["start"] < entity["end"]
        assert varied["text"][entity["start"] : entity["end"]] == entity["text"]
        assert entity["label"] in list(Label)
        end = entity["end"]


def names() -> augment.Names:
    rows = [
        *((name, "PLACE", "village") for name in ("رسم الطويحين", "جب الرميل", "الشحيل", *"أبتثجحخدذر")),
        *((name, "PLACE", "city") for name in ("دير الزور", "الرقة", "حلب", "منبج")),
        *(
            ("لواء نسور البادية", "ARMED_GROUP", None),
            ("سامر الخطيب", "PERSON", None),
            ("جسر الحرية", "FACILITY", None),
        ),
    ]
    entries = [
        Entry.model_validate({"id": name, "label": label, "type": type_, "names": [{"text": name}]})
        for name, label, type_ in rows
    ]
    return augment.Names.of(Gazetteer.from_entries(entries))


class Always(random.Random):
    """Chance that always says yes, and takes the choice asked for."""

    def __init__(self, wanted: str) -> None:
        super().__init__(1)
        self.wanted = wanted

    def random(self) -> float:
        return 0.0

    def choice(self, choices: Sequence[str]) -> str:  # type: ignore[override]  # of words only
        return self.wanted if self.wanted in choices else choices[0]


@pytest.mark.parametrize(
    ("text", "name", "wanted", "expected"),
    [
        ("قصف في الرقة أمس", "الرقة", "", ("قصف بالرقة أمس", "الرقة")),
        ("قصف في الرقة أمس", "الرقة", "و", ("قصف وبالرقة أمس", "الرقة")),
        ("وصلت إلى الرقة", "الرقة", "", ("وصلت للرقة", "لرقة")),
        ("وصلت الى حلب", "حلب", "", ("وصلت لحلب", "حلب")),
        ("قصف بالرقة أمس", "الرقة", "", ("قصف في الرقة أمس", "الرقة")),
        ("هجين، الشحيل", "الشحيل", "و", ("هجين، والشحيل", "الشحيل")),
        ("هجين، الشحيل", "الشحيل", "ف", ("هجين، فالشحيل", "الشحيل")),
        ("باسم قسد أمس", "قسد", "و", ("باسم قسد أمس", "قسد")),
        ("انسحبت «قسد»", "قسد", "و", ("انسحبت «قسد»", "قسد")),
        ("بلدة وسيطة", "سيطة", "و", ("بلدة وسيطة", "سيطة")),
        ("قسد تنفي", "قسد", "و", ("قسد تنفي", "قسد")),
        ("للرقة وجهان", "لرقة", "و", ("للرقة وجهان", "لرقة")),
    ],
    ids=ascii,
)
def test_proclitics_are_put_on_and_taken_off(text: str, name: str, wanted: str, expected: tuple[str, str]) -> None:
    varied = augment.with_proclitics(record(text, (name, "PLACE")), Always(wanted))
    (entity,) = varied["entities"]
    assert (varied["text"], entity["text"]) == expected
    assert varied["text"][entity["start"] : entity["end"]] == entity["text"]


# Folds and annotations


def test_a_fold_is_a_matter_of_the_text_alone() -> None:
    texts = ["سقطت الشحيل", "قصف على حلب", "هدوء في إدلب", "معارك قرب هجين", ""]
    assert [corpus.fold(text) for text in texts] == [0, 1, 0, 0, 0]


def test_the_folds_are_halves() -> None:
    first = sum(int(row["sha256"][:8], 16) % corpus.FOLDS == 0 for row in ROWS)
    assert 0.45 < first / len(ROWS) < 0.55


def test_an_annotation_is_hashes_offsets_and_labels_and_no_text() -> None:
    assert len({row["sha256"] for row in ROWS}) == len(ROWS) > 1000
    for row in ROWS:
        assert list(row) == ["sha256", "entities"]
        assert re.fullmatch("[0-9a-f]{64}", row["sha256"])
        assert all(len(entity) == 3 and entity[2] in list(Label) for entity in row["entities"])
        assert all(type(start) is type(end) is int and 0 <= start < end for start, end, _label in row["entities"])
        assert all(one[1] <= other[0] for one, other in pairwise(row["entities"])), row["sha256"]


def test_annotations_find_their_texts(tmp_path: Path) -> None:
    path = tmp_path / "annotations.jsonl"
    rows = [
        {"sha256": corpus.sha256(text), "entities": entities}
        for text, entities in (("سقطت الشحيل", [[5, 11, "PLACE"]]), ("هدوء", []))
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = corpus.annotated(["قصف", "هدوء", "سقطت الشحيل"], path)
    assert found == [{"text": "هدوء", "entities": []}, record("سقطت الشحيل", ("الشحيل", "PLACE"))]
    assert corpus.annotated(["هدوء"], tmp_path / "none.jsonl") == []


@pytest.mark.shared
def test_every_annotation_is_of_a_raw_paragraph_and_fits_it(gold: Path) -> None:
    texts = {corpus.sha256(text): text for text in corpus.raw_texts(gold.parent, Guard([]))}
    edges = string.whitespace + "\u00a0\u200f\u200e«»“”\"'‘’()[]،؛:,.;؟!"
    assert {row["sha256"] for row in ROWS} - texts.keys() == set()
    spoilt = [
        (row["sha256"][:12], texts[row["sha256"]][start:end])
        for row in ROWS
        for start, end, _label in row["entities"]
        if (name := texts[row["sha256"]][start:end]).strip(edges) != name or len(name) != end - start
    ]
    assert spoilt == []


# Written paragraphs


def test_a_line_with_marks_is_a_record() -> None:
    line = "سيطرت «[[G|قسد]]» على [[F|جسر [البلدة] القديم]] وب[[P|الرقة]]، وقال [[H|أبو ليث]]."
    assert corpus.unmarked("قصف على ب[[P|الرقة]] و[[P|حلب]]") == record(
        "قصف على بالرقة وحلب", ("الرقة", "PLACE"), ("حلب", "PLACE")
    )
    assert corpus.unmarked("لا شيء") == {"text": "لا شيء", "entities": []}
    assert [entity["label"] for entity in corpus.unmarked(line)["entities"]] == ["ARMED_GROUP", "PLACE", "PERSON"]


def test_written_paragraphs_are_well_marked() -> None:
    records = corpus.written()
    assert len({paragraph["text"] for paragraph in records}) == len(records) > 100
    for paragraph in records:
        assert not re.search(r"\[\[|\]\]|\|", paragraph["text"]), paragraph["text"]
        for entity in paragraph["entities"]:
            assert paragraph["text"][entity["start"] : entity["end"]] == entity["text"]
            assert entity["text"] == entity["text"].strip(" «»\"'()[].,،؛:")


# What the taggers of the folds say


def test_what_a_killed_run_worked_out_is_not_worked_out_again(tmp_path: Path, tokenizer: Path) -> None:
    from arabic_conflict_ner.training.tagged import Memory

    (tmp_path / "fold-0").symlink_to(tokenizer.parent)
    Memory(tmp_path).fill([(0, "قصف على الرقة"), (0, "هدوء في حلب")])
    path = tmp_path / "tagged.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    texts = ["قصف على الرقة", "هدوء في حلب", "معارك قرب هجين"]
    Memory(tmp_path).fill([(0, text) for text in texts])
    again = Memory(tmp_path)
    assert [bool(again.spans(0, text)) for text in texts] == [True] * 3


# Leaks


JUDGED = "وقال مصدر محلي إن طيران التحالف الدولي استهدف مواقع التنظيم"


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        (JUDGED, True),
        ("قبل ذلك: مصدر محلي إن طيران التحالف الدولي استهدف مواقع، وغادر", True),
        ("مصدر «محلي»، إن طيران/ التحالف-الدولي. استهدف\nمواقع", True),
        ("مَصدر مَحليّ إنّ طيـران التّحالف الدّولي استَهدف مَواقع", True),
        ("مصدر محلى ان طيران التحالف الدولى استهدف مواقع", True),
        ("مصدر محلي إن طيران التحالف الدولي استهدف", False),
        ("مصدر محلي إن طيران التحالف استهدف مواقع التنظيم", False),
        ("محلي مصدر إن طيران التحالف الدولي مواقع استهدف", False),
        ("", False),
    ],
    ids=ascii,
)
def test_eight_words_in_a_row_are_a_leak(text: str, shares: bool) -> None:
    assert Guard(["شيء آخر", JUDGED]).shares(text) is shares


def test_a_shorter_text_leaks_whole() -> None:
    guard = Guard(["سقطت الشحيل", "", "؟!"])
    assert guard.shares("سقطت الشَّحيل!")
    assert not guard.shares("سقطت الشحيل أمس")
    assert not guard.shares("")
    assert not guard.shares("...")
    assert strings("، .") == set()


@pytest.mark.shared
def test_nothing_that_is_learnt_shares_eight_words_with_what_judges(gold: Path) -> None:
    """Counted here anew, by other means than the guard's."""

    def eights(text: str) -> set[str]:
        words = re.findall(r"[^\W_]+", normalize(text).text)
        return {" ".join(words[n : n + 8]) for n in range(max(1, len(words) - 7))} - {""}

    lines = [line for name in ("dev.jsonl", "seed.jsonl") for line in (gold / name).read_text("utf-8").splitlines()]
    judged = {words for line in lines for words in eights(json.loads(line)["text"])}
    records = corpus.all_gold(gold.parent)
    assert len(records) > 3000
    assert [given["text"][:60] for given in records if eights(given["text"]) & judged] == []


@pytest.mark.shared
def test_what_is_learnt_is_well_marked(gold: Path) -> None:
    names = begun = 0
    for paragraph in corpus.all_gold(gold.parent):
        names += len(paragraph["entities"])
        for entity in paragraph["entities"]:
            assert paragraph["text"][entity["start"] : entity["end"]] == entity["text"]
        tags = [tag for example in corpus.example(paragraph, EVERY_WORD) for tag in example.tags]
        begun += sum(TAGS[tag].startswith("B-") for tag in tags)
    assert names - 0.001 * names < begun <= names  # a second name in one word is lost: والدجيلوآمرلي


# Learning


taught = pytest.mark.training
noisy = pytest.mark.filterwarnings("ignore")  # torch's exporter and ONNX Runtime's tools speak of their own future


@pytest.fixture(scope="module")
def examples(tokenizer: Path, articles: list[dict]) -> list[Example]:
    cut = Cutter(Tokenizer.from_file(str(tokenizer)))
    return [example for article in articles for example in corpus.example(article, cut)]


def config(tokenizer: Path, **more: Any) -> Any:
    """That of a BERT that is as small as can be."""
    from transformers import BertConfig

    return BertConfig(
        vocab_size=Tokenizer.from_file(str(tokenizer)).get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        pad_token_id=1,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        **more,
    )


def fresh(tokenizer: Path, pooled_after: int | None = None) -> "Network":
    """A network that has learnt nothing, always the same, and forgets nothing by chance."""
    import torch

    from arabic_conflict_ner.training.network import Network

    torch.manual_seed(1)
    network = Network(config(tokenizer), pooled_after)
    network.dropout.p = 0.0
    return network


def loss(network: "Network", examples: list[Example]) -> float:
    """The mean loss of the tags."""
    import torch

    from arabic_conflict_ner.training.learn import Batch

    batch = Batch.of(examples)
    with torch.inference_mode():
        numbers = network.to(batch.ids.device).eval()(batch.ids, batch.means, batch.mask)[batch.words]
        return float(torch.nn.functional.cross_entropy(numbers[:, : len(TAGS)], batch.tags))


@taught
@noisy
def test_the_loss_falls(tokenizer: Path, examples: list[Example], tmp_path: Path) -> None:
    from arabic_conflict_ner.training import learn

    network = fresh(tokenizer)
    before = loss(network, examples)
    after = loss(learn.learn(network, lambda _epoch: examples, epochs=12, rate=2e-3, name="x", work=tmp_path), examples)
    assert before > 2
    assert after < 1
    assert [path.name for path in tmp_path.iterdir()] == ["x.pt"]
    assert loss(learn.load(fresh(tokenizer), tmp_path / "x.pt"), examples) == pytest.approx(after, rel=1e-4)


@taught
@noisy
def test_a_run_that_was_stopped_goes_on_and_ends_alike(
    tokenizer: Path, examples: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arabic_conflict_ner.training import learn

    def run(work: Path) -> dict[str, Any]:
        work.mkdir(exist_ok=True)
        network = learn.learn(fresh(tokenizer), lambda _epoch: examples, epochs=3, rate=1e-3, name="x", work=work)
        return network.state_dict()

    monkeypatch.setattr(learn, "_SAVED_EVERY", -1.0)
    step = learn._step
    steps: list[object] = []

    def counted(*arguments: Any) -> float:
        steps.append(arguments)
        return step(*arguments)

    def stopped(*arguments: Any) -> float:
        if len(steps) == 5:
            raise KeyboardInterrupt
        return counted(*arguments)

    monkeypatch.setattr(learn, "_step", counted)
    whole = run(tmp_path / "whole")
    every = len(steps)
    assert every > 8
    steps.clear()
    monkeypatch.setattr(learn, "_step", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped")
    monkeypatch.setattr(learn, "_step", counted)
    resumed = run(tmp_path / "stopped")
    assert len(steps) == every
    assert all(bool((resumed[name] == values).all()) for name, values in whole.items())
    run(tmp_path / "stopped")
    assert len(steps) == every


@taught
def test_batches_hold_every_example_once(examples: list[Example]) -> None:
    from arabic_conflict_ner.training import learn

    for chance in (None, random.Random(1)):  # noqa: S311  # no secret
        found = list(learn.batches(examples * 40, chance))
        assert sorted(map(id, (e for batch in found for e in batch))) == sorted(map(id, examples * 40))
        assert all(len(batch) == 1 or len(batch) * max(len(e.ids) for e in batch) <= learn._BATCH for batch in found)
    assert list(learn.batches([])) == []


@taught
@pytest.mark.parametrize("pooled_after", [None, 0, 1])
def test_a_paragraph_says_the_same_alone_and_beside_others(
    tokenizer: Path, examples: list[Example], pooled_after: int | None
) -> None:
    import torch

    from arabic_conflict_ner.training.learn import Batch

    network = fresh(tokenizer, pooled_after).eval()
    several = sorted(examples, key=lambda example: len(example.ids))[:3]
    assert len({len(example.ids) for example in several}) > 1
    batch = Batch.of(several)
    with torch.inference_mode():
        network.to(batch.ids.device)
        together = network(batch.ids, batch.means, batch.mask)[batch.words]
        alone = []
        for one in map(Batch.of, ([example] for example in several)):
            alone.append(network(one.ids, one.means)[one.words])
    assert len(together) == len(batch.tags) == sum(len(example.tags) for example in several)
    assert torch.allclose(together, torch.cat(alone), atol=1e-4)


@taught
def test_words_take_the_mean_of_their_pieces(tokenizer: Path, examples: list[Example]) -> None:
    import torch

    from arabic_conflict_ner.training.learn import Batch

    late, early = fresh(tokenizer).eval(), fresh(tokenizer, 0).eval()
    example = max(examples, key=lambda example: len(example.ids) / len(example.tags))
    batch = Batch.of([example])
    ids, means = batch.ids.cpu(), batch.means.cpu()
    with torch.inference_mode():
        pieces = late.cpu().encoder(input_ids=ids).last_hidden_state[0]
        found = late(ids, means)[0, 1:-1]
        for word, (first, last) in enumerate(pairwise(example.starts)):
            assert torch.allclose(found[word], late.head(pieces[first + 1 : last + 1].mean(0)), atol=1e-5)
        assert not torch.allclose(found, early.cpu()(ids, means)[0, 1:-1], atol=1e-2)


@taught
@noisy
def test_a_network_keeps_what_its_shape_says(tokenizer: Path, tmp_path: Path) -> None:
    import torch
    from transformers import BertModel

    from arabic_conflict_ner.training.network import Shape, pretrained

    torch.manual_seed(2)
    encoder = BertModel(config(tokenizer), add_pooling_layer=False)
    encoder.save_pretrained(tmp_path)
    whole, second = pretrained(tmp_path), pretrained(tmp_path, Shape((1,), pooled_after=0))
    assert (whole.pooled_after, second.pooled_after) == (2, 0)
    assert (len(whole.encoder.encoder.layer), len(second.encoder.encoder.layer)) == (2, 1)
    assert same(whole.encoder, encoder)
    assert same(whole.encoder.encoder.layer[1], second.encoder.encoder.layer[0])
    assert same(whole.encoder.embeddings, second.encoder.embeddings)
    with pytest.raises(ValueError, match=r"model\.safetensors lacks encoder\.encoder\.layer\.1"):
        pretrained(tmp_path, Shape((0, 7)))


@taught
@noisy
def test_a_narrower_network_keeps_the_strongest_values(tokenizer: Path, tmp_path: Path) -> None:
    import torch
    from transformers import BertModel

    from arabic_conflict_ner.training.network import Shape, pretrained

    encoder = BertModel(config(tokenizer), add_pooling_layer=False)
    idle = [3, 20, 41]
    with torch.no_grad():
        for layer in encoder.encoder.layer:
            layer.output.dense.weight[:, idle] = 0
    encoder.save_pretrained(tmp_path)
    whole, narrow = pretrained(tmp_path).eval(), pretrained(tmp_path, Shape(inner=61)).eval()
    assert narrow.encoder.encoder.layer[0].intermediate.dense.weight.shape == (61, 32)
    ids = torch.arange(3, 12)[None]
    with torch.inference_mode():
        hidden = [network.encoder(input_ids=ids).last_hidden_state for network in (whole, narrow)]
    assert torch.allclose(*hidden, atol=1e-5)  # what says nothing was left out
    assert pretrained(tmp_path, Shape(inner=32)).encoder.encoder.layer[1].output.dense.weight.shape == (32, 32)


def same(one: Any, other: Any) -> bool:
    values = other.state_dict()
    return all(bool((values[name] == value).all()) for name, value in one.state_dict().items())


# Exporting


@taught
@noisy
@pytest.mark.parametrize("pooled_after", [None, 1], ids=["pieces", "words"])
@pytest.mark.parametrize(("quantized", "noise"), [(False, 1e-4), (True, 0.1)], ids=["32 bits", "8 bits"])
def test_what_is_exported_is_loaded_and_says_the_same(
    tokenizer: Path,
    examples: list[Example],
    articles: list[dict],
    tmp_path: Path,
    quantized: bool,
    noise: float,
    pooled_after: int | None,
) -> None:
    import numpy as np
    import torch

    from arabic_conflict_ner.training import export, learn

    start = fresh(tokenizer, pooled_after)
    network = learn.learn(start, lambda _epoch: examples, epochs=12, rate=2e-3, name="x", work=tmp_path)
    facts = {"name": "small", "dev": {"f1": 0.5}}
    export.export(network, tokenizer, tmp_path / "small", facts, quantized=quantized)
    tagger = Tagger.load(tmp_path / "small")
    assert (tagger.name, tagger.meta.model_extra) == ("small", {"dev": {"f1": 0.5}})
    text = articles[0]["text"][:500]
    (example,) = corpus.example(record(text), Cutter(Tokenizer.from_file(str(tokenizer))))
    batch = learn.Batch.of([example])
    with torch.inference_mode():
        expected = network.cpu()(batch.ids.cpu(), batch.means.cpu())[0, 1:-1].numpy()
    tokens = tokenize(normalize(text))
    found = tagger._network.numbers(spellings(text, tokens))
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() < noise * expected.std()
    assert len({tagged.start for tagged in tagger.tag(text, tokens)}) > 3
