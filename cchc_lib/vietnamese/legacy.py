"""Encodings from before Unicode: recognised by the syllables that they give, and converted.

TCVN3 (ABC, ".VnTime") has one character for each small letter and few capitals; VNI writes a
letter and its mark as two; Windows-1258 has base letters and combining tones. A text that was
once read in the wrong code page (UTF-8 as Windows-1252) is turned back as well.
Source: TCVN 5712:1993 (table VN3), the VNI table for Windows, code page 1258.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cchc_lib.vietnamese.text import nfc

ENOUGH = 0.8  # share of marked words that must be syllables
MARKED = 0.15  # and share of all words that must be marked
BETTER = 0.2  # by how much a conversion must beat the text as it stands
SAMPLE = 60_000  # characters by which an encoding is judged

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_ONSETS = ("ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x ").split()
_RIMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e "
        "ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt "
        "iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn "
        "oăng oăt oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn "
        "ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uô uôc uôi uôm uôn uông uôt "
        "uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm "
        "ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu yt ynh ych yp "
    ).split()
)
_STOPS = ("c", "ch", "p", "t")
_PLAIN_SIGNS = frozenset("“”‘’–—…°§×²³¹€•\u00a0½≥≤→−\ufeff")
_WORD = re.compile(r"[^\W\d_]+")

# TCVN3 from 0xA1 to 0xFF.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔ"
    "ỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3_FIRST = 0xA1
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {
    "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư",
}  # fmt: skip
_CAPITALS = 2  # Latin capitals that make a word one in capitals


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A text turned into Unicode; `encoding` names what it was in, "" where nothing was done."""

    text: str
    encoding: str


# --- syllables -------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word obeys the spelling of Vietnamese syllables: onset, rime, tone."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    tones = [_TONES[c] for c in decomposed if c in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if plain == "gi" or (plain.startswith("gi") and f"i{plain[2:]}" in _RIMES):
        return True
    rimes = [plain] + [plain[len(o) :] for o in _ONSETS if plain.startswith(o)]
    return any(
        rime in _RIMES and (not rime.endswith(_STOPS) or "".join(tones) in {"s", "j"})
        for rime in rimes
    )


def marked_share(text: str) -> float:
    """Share of a text's words that bear a Vietnamese letter and are syllables."""
    words = _WORD.findall(nfc(text))
    return sum(not w.isascii() and is_syllable(w) for w in words) / len(words) if words else 0.0


def soundness(text: str) -> float:
    """Share of words with special letters that are syllables; stray signs count against it."""
    composed = nfc(text)
    good = bad = 0
    for word in _WORD.findall(composed):
        if not word.isascii():
            good, bad = (good + 1, bad) if is_syllable(word) else (good, bad + 1)
    strays = sum(not c.isascii() and not c.isalpha() and c not in _PLAIN_SIGNS for c in composed)
    return good / (good + bad + strays) if good else 0.0


# --- conversion ------------------------------------------------------------------------------


def from_bytes(data: bytes) -> Converted | None:
    """The text of bytes in an encoding from before Unicode; None where none makes sense."""
    windows = data.decode("latin-1").translate(_WINDOWS)
    sample = _sample(windows)
    tried = (
        Converted(text=_from_1258(data[: len(sample)]), encoding=_1258),
        *_conversions(sample),
    )
    best = _best(tried)
    if best is None:
        return None
    text = _from_1258(data) if best.encoding == _1258 else convert(windows, best.encoding)
    return Converted(text=text, encoding=best.encoding)


def _from_1258(data: bytes) -> str:
    """Bytes in Windows-1258 as Unicode."""
    return nfc(data.decode("cp1258", "replace"))


def _sample(text: str) -> str:
    """The beginning of a text, up to the end of a word."""
    if len(text) <= SAMPLE:
        return text
    return text[: SAMPLE + 1].rpartition(" ")[0] or text[:SAMPLE]


def from_text(text: str) -> Converted:
    """A text that may hold the characters of an old encoding, turned into Unicode if it does."""
    sample = _sample(text)
    sound = soundness(sample)
    if text.isascii() or sound > 1 - BETTER:
        return Converted(text=text, encoding="")
    found = _best(_conversions(sample))
    if found is None or soundness(found.text) < sound + BETTER:
        return Converted(text=text, encoding="")
    return Converted(text=convert(text, found.encoding), encoding=found.encoding)


def _best(tried: tuple[Converted, ...]) -> Converted | None:
    """The conversion that gives the most syllables, where they are enough."""
    best = max(tried, key=lambda one: soundness(one.text))
    enough = soundness(best.text) >= ENOUGH and marked_share(best.text) >= MARKED
    return best if enough else None


def convert(text: str, encoding: str) -> str:
    """A text in one of the old encodings as Unicode; `encoding` as `Converted` names it."""
    return _WAYS[encoding](text)


def _conversions(text: str) -> tuple[Converted, ...]:
    """What a text is if it was written in each of the old ways."""
    return tuple(Converted(text=way(text), encoding=name) for name, way in _WAYS.items())


def from_tcvn3(text: str) -> str:
    """A text in TCVN3 as Unicode; capitals follow from the Latin letters around them."""
    found = []
    for line in text.split("\n"):
        shouting = _shouts(line)
        found.append(
            "".join(
                _tcvn3_word(part, shouting) if part.strip() else part
                for part in re.split(r"(\s+)", line)
            )
        )
    return nfc("\n".join(found))


def _tcvn3_word(word: str, shouting: bool) -> str:
    """One word; its marked letters are capitals where its Latin letters are."""
    latin = [c for c in word if c.isascii() and c.isalpha()]
    loud = all(map(str.isupper, latin)) and (
        len(latin) >= _CAPITALS or (shouting and len(word) > len(latin))
    )
    text = "".join(_of_tcvn3(c) for c in word)
    return text.upper() if loud else text


def _of_tcvn3(character: str) -> str:
    """One character; the signs that Windows-1252 puts in the place of some count as well."""
    at = ord(_SEEN_AS.get(character, character)) - _TCVN3_FIRST
    return _TCVN3[at] if 0 <= at < len(_TCVN3) else character


_SEEN_AS = {"∙": "\u00b7", "•": "\u00b7", "−": "\u00ad", "Ð": "\u00d0", "Đ": "\u00d0"}


def _shouts(line: str) -> bool:
    """Whether nearly all Latin letters of a line are capitals."""
    latin = [c for c in line if c.isascii() and c.isalpha()]
    return sum(map(str.isupper, latin)) > 0.7 * len(latin)


def from_vni(text: str) -> str:
    """A text in VNI for Windows as Unicode."""
    found: list[str] = []
    for character in text:
        low = character.lower()
        mark = _VNI_MARKS.get(low)
        before = unicodedata.normalize("NFD", found[-1].lower()) if found else ""
        if mark and _takes(before, mark):
            found[-1] = nfc(found[-1] + mark)
        elif low in _VNI_LETTERS:
            letter = _VNI_LETTERS[low]
            found.append(letter if character == low else letter.upper())
        else:
            found.append(character)
    return "".join(found)


def _takes(letter: str, mark: str) -> bool:
    """Whether a letter, in pieces, can bear a mark."""
    if "\u0306" in mark:
        return letter == "a"
    if "\u0302" in mark:
        return letter in {"a", "e", "o"}
    return letter in {"a", "e", "o", "u", "y", "o\u031b", "u\u031b"}


def _from_misread(text: str) -> str:
    """A text whose UTF-8 was read as Windows-1252, read rightly; else as it stands."""
    try:
        data = b"".join(
            bytes([ord(c)]) if ord(c) < 256 else c.encode("cp1252")  # noqa: PLR2004 - a byte
            for c in text
        )
        return nfc(data.decode("utf-8"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _windows() -> dict[int, str]:
    """What Windows-1252 has where Latin-1 has control characters; the few it leaves out stay."""
    return {
        code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)
    }


_1258 = "Windows-1258"
_WINDOWS = _windows()
_WAYS = {
    "TCVN3 (ABC)": from_tcvn3,
    "VNI": from_vni,
    "UTF-8 bị đọc nhầm mã": _from_misread,
}
