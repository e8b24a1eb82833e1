"""Places, armed groups, people and facilities in Arabic conflict news, with exact offsets, links and evidence."""

from arabic_conflict_ner.errors import ArabicConflictNerError, GazetteerError, ModelError, Problem
from arabic_conflict_ner.extractor import Extractor, extract
from arabic_conflict_ner.gazetteer.entry import Entry, Kind, Name
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.integrations.frames import extract_df
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.many import extract_many
from arabic_conflict_ner.results import Entity, Extraction, Link, Source
from arabic_conflict_ner.tagging.tagged import AnyTagger, Tagged
from arabic_conflict_ner.tagging.tagger import Tagger
from arabic_conflict_ner.tagging.voting import Voting
from arabic_conflict_ner.text.normalize import NormalizedText, normalize
from arabic_conflict_ner.text.tokens import Token, sentences, tokenize

__version__ = "0.1.0"

__all__ = [
    "AnyTagger",
    "ArabicConflictNerError",
    "Entity",
    "Entry",
    "Extraction",
    "Extractor",
    "Gazetteer",
    "GazetteerError",
    "Kind",
    "Label",
    "Link",
    "ModelError",
    "Name",
    "NormalizedText",
    "Problem",
    "Source",
    "Tagged",
    "Tagger",
    "Token",
    "Voting",
    "__version__",
    "extract",
    "extract_df",
    "extract_many",
    "normalize",
    "sentences",
    "tokenize",
]
