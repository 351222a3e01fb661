"""Text as it was typed and stored before Unicode, for tests."""

import unicodedata

from cchc_lib.vietnamese import legacy

TCVN3 = {c: chr(0xA1 + n) for n, c in enumerate(legacy._TCVN3) if not unicodedata.combining(c)}
CAPITALS_OF_TCVN3 = "ĂÂÊÔƠƯĐ"
VNI_MARKS = {marks: letter for letter, marks in legacy._VNI_MARKS.items()}
VNI_LETTERS = {letter: sign for sign, letter in legacy._VNI_LETTERS.items()}


def in_tcvn3(text):
    """As Vietnamese offices stored it: marked capitals are small letters in a capital font."""
    return "".join(TCVN3[c] if c in CAPITALS_OF_TCVN3 else TCVN3.get(c.lower(), c) for c in text)


def in_vni(text):
    found = ""
    for c in text:
        sign = VNI_LETTERS.get(c.lower())
        if sign is None and not c.isascii() and c.lower() not in "íì":
            base, *marks = unicodedata.normalize("NFD", c.lower())
            horn = "\u031b" in marks
            order = sorted(set(marks) - {"\u031b"}, key=lambda m: m not in "\u0302\u0306")
            sign = ({"o": "ô", "u": "ö"}[base] if horn else base) + VNI_MARKS["".join(order)]
        sign = sign or c.lower()
        found += sign.upper() if c != c.lower() else sign
    return found


def in_1258(text):
    found = b""
    for c in text:
        try:
            found += c.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", c)
            tone = "".join(p for p in parts if p in legacy._TONES)
            base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tone))
            found += (base + tone).encode("cp1258")
    return found
