"""Who has which part in a label's value: "A; B. Đề nghị C phối hợp.", "A thực hiện; B phối hợp".

A role that stands behind names holds for those in front of it, back to the role before it, to a
semicolon or to the sentence's begin. "A chủ trì, phối hợp với B" names B as coordinating,
whatever the label.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.plan import names, words

if TYPE_CHECKING:
    from cchc_lib.model import Role

_STOP = re.compile(r"(?<=[\w\x00])\.\s+(?=[A-ZĐÀ-ỸƠƯ])")
_BRACKETS = re.compile(r"\([^)]*\)")
_REQUEST = re.compile(r"^\s*(?:đồng thời\s+)?(?:đề nghị|yêu cầu|giao|mời)\s+", re.IGNORECASE)
_ROLE_IN_PROSE = re.compile(
    r"[\s,]*\(?(?:(?:là|làm) (?:cơ quan|đơn vị) )?chủ trì[\s,;]*(?:và\s+)?"
    r"(?:phối hợp(?: với)?|cùng)\s+",
    re.IGNORECASE,
)
_WITH = re.compile(r"[\s,;]*\(?phối hợp(?: chặt chẽ)?(?: với| cùng)?\s*:?\s+", re.IGNORECASE)
_WITH_FIRST = re.compile(r"^\s*phối hợp(?: chặt chẽ)?(?: với| cùng)\s+", re.IGNORECASE)
_MORE = r"(?:[,\s]+(?:tổ chức|triển khai|thực hiện|tham gia))*"
_SAID = re.compile(
    rf"[\s,]+(?:(?:(?:là|làm)\s+(?:cơ quan|đơn vị)|cùng|tham gia)\s+)*"
    rf"(?P<said>chủ trì{_MORE}|phối hợp{_MORE}"
    r"|(?:(?:tổ chức|triển khai)\s+)*thực hiện|chịu trách nhiệm(?: thực hiện)?)\s*(?=[,;]|$)",
    re.IGNORECASE,
)
_HELPS = re.compile(r"[\s,]+(?:cùng\s+)?(?:tham gia|hỗ trợ)(?: thực hiện)?\s*$", re.IGNORECASE)


def parted(text: str, role: Role) -> list[tuple[str, Role]]:
    """The lists of names in a label's value, each with the role that it has."""
    masked = _masked(text)
    ends = [one for one in _STOP.finditer(masked) if _begins(text[one.end() :])]
    begins = [0, *(one.end() for one in ends)]
    stops = [*(one.start() for one in ends), len(text)]
    found = _sentence(text[: stops[0]], role)
    for begin, stop in zip(begins[1:], stops[1:], strict=True):
        found += _later(text[begin:stop], role)
    return found


def _masked(text: str) -> str:
    """The text with what stands in brackets blotted out."""
    return _BRACKETS.sub(lambda found: "\x00" * len(found[0]), text)


def _begins(text: str) -> bool:
    """Whether a sentence that names somebody begins a text, not one that tells what is done.

    No such sentence stands behind the stop of "TP. Kon Tum".
    """
    here = _STOP.split(text, maxsplit=1)[0].strip(" .;")
    if _REQUEST.match(here) or _WITH_FIRST.match(here) or _ROLE_IN_PROSE.search(here):
        return True
    if not names.begins_name(here):
        return False
    does = any(f" {verb} " in here for verb in words.data()["agencies"]["doing"])
    return not does or bool(_SAID.search(_masked(here)))


def _later(text: str, role: Role) -> list[tuple[str, Role]]:
    """The lists of a sentence behind the first; one that asks for help asks to coordinate."""
    if together := _WITH_FIRST.match(text):
        return [(text[together.end() :], "coordinate")]
    plain = text[found.end() :] if (found := _REQUEST.match(text)) else text
    plain = plain.strip(" .;")
    if found and (helps := _HELPS.search(plain)) and not _SAID.search(_masked(plain)):
        return [(plain[: helps.start()], "coordinate")]
    if prose := _in_prose(plain, role):
        return prose
    return _behind(plain, role)


def _sentence(text: str, role: Role) -> list[tuple[str, Role]]:
    """The lists of a value's first sentence.

    "A, B phối hợp" alone says of B only that it coordinates: it is left as it stands.
    """
    if prose := _in_prose(text, role):
        return [part for one in prose for part in _behind(*one)]
    found = _behind(text, role)
    return [(text, role)] if len(found) == 1 and found[0][1] != role else found


def _in_prose(text: str, role: Role) -> list[tuple[str, Role]]:
    """Both lists of "A chủ trì, phối hợp với B"; none where a sentence is built otherwise."""
    text = text.rstrip(" .;:")
    found = _ROLE_IN_PROSE.search(text)
    if found is None and role == "lead":
        together = (one for one in _WITH.finditer(text) if not _SAID.match(text, one.start()))
        found = next(together, None)
    if found is None:
        return []
    behind = text[found.end() :]
    if behind.count(")") > behind.count("("):
        behind = behind.rstrip(")")
    if found.start() > 0:
        return [(text[: found.start()], role), (behind, "coordinate")]
    return [(behind, role)] if role == "coordinate" else []


def _behind(text: str, role: Role) -> list[tuple[str, Role]]:
    """The lists of a sentence by the roles that stand behind their names."""
    plain = text.rstrip(" .;:")
    masked = _masked(plain)
    made: list[tuple[str, Role]] = []
    begin = 0
    for said in _SAID.finditer(masked):
        own = max(masked.rfind(";", begin, said.start()) + 1, begin)
        here: Role = "coordinate" if "phối hợp" in said["said"].lower() else role
        named = _REQUEST.sub("", plain[own : said.start()].strip(" ,;"))
        made += [(plain[begin:own], role), (named, here)]
        begin = said.end()
    made.append((plain[begin:], role))
    return [(kept, here) for part, here in made if (kept := part.strip(" ,;"))]
