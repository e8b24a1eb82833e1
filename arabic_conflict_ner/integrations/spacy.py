"""A spaCy component that finds places, armed groups, people and facilities: ``nlp.add_pipe("arabic_conflict_ner")``.

spaCy finds the component and the tokenizer of :func:`blank_arabic` by their entry points, without an import of ours.
"""

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.extractor import MIN_SCORE, Extractor, _labels
from arabic_conflict_ner.integrations.spacy_doc import DATE, KEY, write
from arabic_conflict_ner.integrations.spacy_settings import Settings
from arabic_conflict_ner.integrations.spacy_tokenizer import blank_arabic, cuts_names
from arabic_conflict_ner.tagging.tagger import DEFAULT

__all__ = ["FACTORY", "ConflictNer", "blank_arabic", "make"]

FACTORY = "arabic_conflict_ner"


class ConflictNer:
    """The component. Made by spaCy; its settings are those of :func:`make`.

    `extractor` may be replaced by one of your own making, which then is not saved.

    >>> nlp = blank_arabic()
    >>> component = nlp.add_pipe("arabic_conflict_ner", config={"tagger": None})
    >>> for entity in nlp("اشتباكات قرب حاجز الجعابي وبالرقة").ents:
    ...     print(entity.label_, entity.text, entity.kb_id_ or "-", entity._.conflict.proclitic)
    FACILITY حاجز الجعابي - None
    PLACE الرقة place/sy/c5710 وب
    """

    def __init__(self, settings: Settings, *, labels: Sequence[str] | None, spans_key: str, split_tokens: bool) -> None:
        self.settings = settings
        self.labels = _labels(labels)
        self.spans_key = spans_key
        self.split_tokens = split_tokens
        self._extractor: Extractor | None = None
        self._is_by_hand = False

    @property
    def extractor(self) -> Extractor:
        """What reads the texts. Raises FileNotFoundError, GazetteerError, ModelError or ValueError for the settings."""
        # Opened late: a pipeline that is loaded from disk is first made from its config, which may name files that are
        # not there on this machine, or not what they were; their copies come with from_disk.
        if self._extractor is None:
            self._extractor = self.settings.extractor()
        return self._extractor

    @extractor.setter
    def extractor(self, extractor: Extractor) -> None:
        self._extractor, self._is_by_hand = extractor, True

    def __call__(self, doc: Doc) -> Doc:
        """Read the text of a Doc, and write what is found onto it."""
        found = self.extractor.extract(doc.text, labels=self.labels, doc_date=doc._.get(DATE))
        return write(found, doc, key=self.spans_key, split_tokens=self.split_tokens)

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Save the CSV files and the tagger's folder; the other settings are in the config of the pipeline.

        Raises ArabicConflictNerError for an extractor that was put in by hand; OSError.
        """
        if self._is_by_hand:
            told = "give its gazetteer and tagger as files, in the config of the component"
            raise ArabicConflictNerError(
                f"{FACTORY} has an extractor that was put in by hand and cannot be saved; {told}"
            )
        self.settings.to_disk(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> "ConflictNer":
        """Use the files that were saved in a folder. Raises GazetteerError; ModelError; OSError."""
        self.settings = self.settings.from_disk(Path(path))
        self._extractor, self._is_by_hand = self.settings.extractor(), False
        return self


@Language.factory(
    FACTORY,
    assigns=["doc.ents", "doc.spans", "token.ent_iob", "token.ent_type"],
    default_config={
        "gazetteer": [],
        "builtin": True,
        "tagger": DEFAULT,
        "min_score": MIN_SCORE,
        "labels": None,
        "spans_key": KEY,
        "split_tokens": None,
    },
)
def make(
    nlp: Language,
    name: str,
    gazetteer: list[str],
    builtin: bool,
    tagger: str | None,
    min_score: float,
    labels: list[str] | None,
    spans_key: str,
    split_tokens: bool | None,
) -> ConflictNer:
    """What spaCy calls to make the component.

    In: `gazetteer`, CSV files of your own names; `builtin`, whether the built-in ones are used too; `tagger`, a shipped
    one, the folder of your own, or None; `min_score`, 0 to 1; `labels`, those to report; `spans_key`, where in
    ``doc.spans`` they go; `split_tokens`, whether tokens are cut where a name begins or ends inside one (None: where
    the pipeline has the tokenizer of :func:`blank_arabic`).

    Raises ValueError for an unknown label. What else cannot be used is an error when the first text is read: only then
    are the files opened, for a saved pipeline brings copies of its own.
    """
    settings = Settings(tuple(gazetteer), builtin, tagger, min_score)
    split = cuts_names(nlp) if split_tokens is None else split_tokens
    return ConflictNer(settings, labels=labels, spans_key=spans_key, split_tokens=split)
