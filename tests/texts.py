"""Characters and texts that the property tests draw from: every Arabic block, and what hides in Arabic text."""

from hypothesis import strategies as st

ARABIC_BLOCKS = {
    "Arabic": (0x0600, 0x06FF),
    "Arabic Supplement": (0x0750, 0x077F),
    "Arabic Extended-B": (0x0870, 0x089F),
    "Arabic Extended-A": (0x08A0, 0x08FF),
    "Arabic Presentation Forms-A": (0xFB50, 0xFDFF),
    "Arabic Presentation Forms-B": (0xFE70, 0xFEFF),
    "Rumi Numeral Symbols": (0x10E60, 0x10E7F),
    "Arabic Extended-C": (0x10EC0, 0x10EFF),
    "Indic Siyaq Numbers": (0x1EC70, 0x1ECBF),
    "Ottoman Siyaq Numbers": (0x1ED00, 0x1ED4F),
    "Arabic Mathematical Alphabetic Symbols": (0x1EE00, 0x1EEFF),
}


def chars(*ranges: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


ARABIC = chars(*ARABIC_BLOCKS.values())
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
TASHKEEL = chars((0x064B, 0x065F)) + "\u0670"
BIDI = chars((0x200B, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)) + "\ufeff\u00ad\u061c\u2060"
SPACES = " \t\n\r\x0b\x0c\x1c\x85\u00a0\u2003\u2028\u2029\u202f\u3000"
MARKS = ".,،؛؟!:«»\"'()[]-–—_/#@…ـ"
EMOJI = ["😀", "👨‍👩‍👧", "🇸🇾", "❤️", "👍🏽", "\U0001f9d1\u200d\U0001f680"]
DECOMPOSED = ["ا\u0653", "ا\u0654", "ا\u0655", "و\u0654", "ي\u0654", "e\u0301", "ه\u0654", "ی\u0654"]
LONE_SURROGATES = chars((0xD800, 0xD803), (0xDFFE, 0xDFFF))
CONTROLS = "\x00\x01\x02\x08\x1b\x7f\x80\x9f\ufffd\ufffe\uffff"

ANY_CHAR = st.one_of(
    st.sampled_from(LETTERS),
    st.sampled_from(ARABIC),
    st.sampled_from(TASHKEEL + BIDI),
    st.sampled_from(SPACES + MARKS),
    st.sampled_from(EMOJI + DECOMPOSED),
    st.sampled_from(LONE_SURROGATES + CONTROLS),
    st.integers(0, 0x10FFFF).map(chr),
)
ANY_TEXT = st.lists(ANY_CHAR, max_size=40).map("".join)
"""Anything: of every kind of character about as much."""

WORDS = (
    *("في", "على", "قرب", "سيطرت", "قال", "قرية", "مدينة", "بلدة", "محافظة", "ريف", "حقل", "مطار", "حاجز", "جسر"),
    *("قائد", "العميد", "لواء", "كتيبة", "تنظيم", "ميليشيا", "أبرزها", "قرى", "مجلس", "أبو", "عبد", "محمد", "الشيخ"),
)
NAMES = (
    *("دير الزور", "الرقة", "قسد", "الجيش السوري", "الشحيل", "حلب", "داعش", "حصان", "حمار العلي", "عين عيسى"),
    *("حوايج بومصعة", "حقل العمر النفطي", "مظلوم عبدي", "بغداد", "وادي بردى", "كركوك", "الشَّحِيل", "الشحيـل"),
)
CHAINS = ("", "و", "ف", "ب", "ك", "ل", "س", "وب", "ول", "فل", "لـ", "وبـ")
NEWS_TEXT = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(NAMES),
        st.tuples(st.sampled_from(CHAINS), st.sampled_from(NAMES)).map("".join),
        st.sampled_from(MARKS + SPACES),
        st.sampled_from((" ", " ", " ", "، ", ". ", "«", "»", " و", "\n")),
        st.sampled_from(BIDI + TASHKEEL),
        ANY_CHAR,
    ),
    max_size=40,
).map("".join)
"""What news looks like from afar: words, names, proclitics and marks, with now and then anything in between."""
