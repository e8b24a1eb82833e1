"""What nouns say of the names that they announce: قرية makes a place a village, مطار a facility an airport."""

from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.results import Entity

_TYPES: dict[Label, dict[str, str]] = {
    Label.PLACE: {
        "village": "قرية قريتي قريتا قرى القرى خربة مزرعة مزارع عزلة",
        "town": "بلدة بلدتي بلدتا بلدات",
        "city": "مدينة مدينتي مدينتا مدن",
        "neighbourhood": "حي حيي أحياء ضاحية حارة محلة",
        "camp": "مخيم مخيمي مخيمات",
        "governorate": "محافظة محافظتي محافظتا محافظات",
        "district": "قضاء قضائي أقضية مديرية مديريتي مديريات",
        "subdistrict": "ناحية ناحيتي نواحي",
        "mountain": "جبل جبال",
        "valley": "وادي",
        "river": "نهر",
        "lake": "بحيرة",
        "island": "جزيرة",
    },
    Label.FACILITY: {
        "airport": "مطار مطاري",
        "base": "قاعدة معسكر ثكنة",
        "crossing": "معبر معبري منفذ",
        "checkpoint": "حاجز حاجزي حواجز",
        "bridge": "جسر جسري",
        "dam": "سد",
        "port": "ميناء مرفأ",
        "oil_field": "حقل حقلي حقول",
        "refinery": "مصفاة مصفى",
        "plant": "معمل مصنع",
        "hospital": "مستشفى مشفى",
        "school": "مدرسة مدارس",
        "university": "جامعة",
        "mosque": "مسجد جامع",
        "church": "كنيسة",
        "shrine": "مقام مرقد ضريح",
        "prison": "سجن",
        "palace": "قصر",
        "market": "سوق",
        "road": "طريق شارع أوتوستراد",
        "square": "ساحة ميدان",
        "hotel": "فندق",
        "junction": "مفرق تقاطع دوار مفترق",
        "stadium": "ملعب",
        "building": "مبنى برج",
        "position": "نقطة موقع تبة",
    },
    Label.ARMED_GROUP: {
        "unit": "لواء كتيبة كتائب فرقة فوج فيلق سرية وحدة",
        "militia": "ميليشيا ميليشيات مليشيا مليشيات",
        "police": "شرطة",
        "intelligence": "مخابرات استخبارات",
        "army": "جيش",
        "rebel": "حركة جبهة",
        "coalition": "تحالف",
    },
    Label.PERSON: {
        "commander": "قائد قيادي عميد لواء عقيد رائد مقدم نقيب ملازم جنرال مشير",
        "official": "رئيس وزير محافظ مدير سفير مسؤول مبعوث",
        "politician": "نائب",
        "spokesman": "متحدث ناطق",
        "cleric": "إمام داعية مطران بابا قس",
        "activist": "ناشط",
        "journalist": "صحفي صحافي إعلامي",
    },
    Label.ORGANIZATION: {
        "ministry": "وزارة",
        "party": "حزب",
        "ngo": "منظمة جمعية",
        "monitor": "مرصد",
        "court": "محكمة",
        "media": "وكالة قناة صحيفة إذاعة شبكة",
        "company": "شركة",
        "university": "جامعة",
    },
}
TYPE_OF = {
    label: {name_form(noun): type for type, nouns in by_type.items() for noun in nouns.split()}
    for label, by_type in _TYPES.items()
}
"""The type that each normalised noun gives, by label."""
_NARROWER = (
    ("oil_field", frozenset(("غاز", "الغاز", "الغازي")), "gas_field"),
    ("airport", frozenset(("العسكري", "عسكري")), "airbase"),
    ("base", frozenset(("الجويه", "جويه")), "airbase"),
)
"""What another word of the name makes of a type: قاعدة كذا الجوية."""


def types(entity: Entity) -> list[str]:
    """The type that the first telling noun gives: the one in front of the name, its first word, or another cue."""
    words = name_form(entity.text).split()
    nouns = [*([name_form(entity.designator)] if entity.designator else []), *words[:1]]
    nouns += [cue.rpartition(" ")[2] for cue in entity.evidence.cues]
    known = TYPE_OF[entity.label]
    for noun in nouns:
        type = known.get(noun) or known.get(noun.removeprefix("ال"))
        if type:
            return [next((narrower for wide, by, narrower in _NARROWER if wide == type and by & set(words)), type)]
    return []
