"""The registry: agencies with validity in time, names as written → agency, groups → members.

A name is matched exactly after normalisation (case, tone places, spaces, dashes), then without
accents where that stays unique. Nothing is matched by similarity here: "Trà Bình" and
"Trà Xinh" differ by little. Source of the example's rows: the registry's own `source` column.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_lib.errors import ConfigError, ParameterError
from cchc_lib.model import Agency
from cchc_lib.vietnamese import clean, fold_key, key, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE_NAME = "agencies.csv"
GROUP = "group"
COLUMNS = (
    "id", "name", "short_name", "kind", "groups", "aliases", "code",
    "valid_from", "valid_to", "successors", "source",
)  # fmt: skip
REQUIRED = ("id", "name", "kind")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Registry:
    """All rows of a registry, agencies and groups, in the file's order."""

    rows: tuple[Agency, ...] = ()

    @cached_property
    def agencies(self) -> tuple[Agency, ...]:
        """The rows that are agencies."""
        return tuple(row for row in self.rows if row.kind != GROUP)

    @cached_property
    def groups(self) -> tuple[Agency, ...]:
        """The rows that are groups."""
        return tuple(row for row in self.rows if row.kind == GROUP)

    @cached_property
    def by_id(self) -> dict[str, Agency]:
        """Rows by id."""
        return {row.agency_id: row for row in self.rows}

    @cached_property
    def _exact(self) -> dict[str, tuple[Agency, ...]]:
        """Rows by the key of each of their names."""
        return _index(self.rows, key)

    @cached_property
    def _folded(self) -> dict[str, tuple[Agency, ...]]:
        """Rows by the accentless key of each of their names."""
        return _index(self.rows, fold_key)

    def get(self, agency_id: str) -> Agency:
        """The agency of an id.

        Raises:
            ParameterError: there is none, or it is a group.
        """
        row = self.by_id.get(agency_id)
        if row is None or row.kind == GROUP:
            near = [a.agency_id for a in self.match(agency_id)]
            hint = f" Có phải ý là {near[0]}?" if near else ""
            raise ParameterError(
                f'Không có đơn vị nào mang mã "{agency_id}" trong data/raw/{FILE_NAME}.{hint} '
                "Xem mã của các đơn vị bằng: cchc status KỲ"
            )
        return row

    def name(self, agency_id: str) -> str:
        """The full name of an id."""
        return self.get(agency_id).name

    def members(self, group_id: str, on: dt.date) -> tuple[Agency, ...]:
        """The agencies of a group that are valid on a day, in the registry's order."""
        return tuple(a for a in self.agencies if group_id in a.groups and valid(a, on))

    def expand(self, ids: Iterable[str], on: dt.date) -> tuple[str, ...]:
        """Ids of agencies and groups → ids of agencies valid on a day, each once.

        Source: contracts, part 6: a group means its members valid on the window's last day.
        """
        found: dict[str, None] = {}
        for one in ids:
            row = self.by_id.get(one)
            if row is None:
                continue
            if row.kind == GROUP:
                found.update((a.agency_id, None) for a in self.members(one, on))
            elif valid(row, on):
                found[one] = None
        return tuple(found)

    def match(self, text: str, on: dt.date | None = None) -> tuple[Agency, ...]:
        """The rows that a name as written may mean, exactly; more than one is ambiguous.

        Args:
            text: a name, short name, alias or id, with or without accents.
            on: only rows valid on that day; None is any time.
        """
        cleaned = clean(text).strip(" .;:")
        for index, of in ((self._exact, key), (self._folded, fold_key)):
            found = index.get(of(cleaned), ())
            found = tuple(row for row in found if on is None or valid(row, on))
            if found:
                return found
        return ()


def valid(agency: Agency, on: dt.date) -> bool:
    """Whether an agency exists on a day; open ends are always."""
    after = agency.valid_from is None or agency.valid_from <= on
    return after and (agency.valid_to is None or on <= agency.valid_to)


def load(path: Path) -> Registry:
    """The registry of a CSV file (UTF-8 with or without BOM, `,` or `;`).

    Raises:
        ConfigError: the file can't be used; names the line, what is wrong and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path.name}: không phải văn bản UTF-8 (byte thứ {error.start + 1}). Trong Excel, "
            'chọn Save As, kiểu "CSV UTF-8" rồi chạy lại.'
        ) from error
    except OSError as error:
        raise ConfigError(f"Không mở được danh mục đơn vị {path}: {error.strerror}.") from error
    return parse(text, where=path.name)


def parse(text: str, where: str = FILE_NAME) -> Registry:
    """The registry of a CSV text; an empty text is an empty registry.

    Raises:
        ConfigError: as `load`.
    """
    if not text.strip():
        return Registry()
    header = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    names = [clean(name).casefold() for name in reader.fieldnames or ()]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise ConfigError(
            f"{where}, dòng 1: thiếu cột {', '.join(missing)}. Dòng đầu phải là: "
            + ",".join(COLUMNS)
        )
    reader.fieldnames = names
    rows = []
    for row in reader:
        values = {name: clean(row.get(name) or "") for name in COLUMNS}
        if any(values.values()):
            rows.append(_row(values, f"{where}, dòng {reader.line_num}"))
    _check(rows, where)
    return Registry(tuple(rows))


def dump(registry: Registry) -> bytes:
    """The registry as CSV: UTF-8 with BOM, so that Excel shows Vietnamese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    names = [field.name for field in fields(Agency)]
    for row in registry.rows:
        values = {name: getattr(row, name) for name in names}
        values["id"] = values.pop("agency_id")
        writer.writerow([_cell(values[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """A value as the CSV holds it."""
    if isinstance(value, tuple):
        return ";".join(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _row(values: dict[str, str], place: str) -> Agency:
    """One row as an agency."""
    for name in REQUIRED:
        if not values[name]:
            raise ConfigError(f"{place}: cột {name} để trống. Điền rồi chạy lại.")
    if not _ID.fullmatch(values["id"]):
        raise ConfigError(
            f'{place}: mã "{values["id"]}" không hợp lệ. Mã chỉ gồm chữ thường không dấu, chữ số '
            "và dấu gạch nối, ví dụ: ubnd-xa-tra-giang"
        )
    return Agency(
        agency_id=values["id"],
        name=values["name"],
        short_name=values["short_name"] or values["name"],
        kind=values["kind"],
        groups=_list(values["groups"]),
        aliases=_list(values["aliases"]),
        code=values["code"],
        valid_from=_date(values["valid_from"], f"{place}, cột valid_from"),
        valid_to=_date(values["valid_to"], f"{place}, cột valid_to"),
        successors=_list(values["successors"]),
        source=values["source"],
    )


def _list(text: str) -> tuple[str, ...]:
    """A list separated by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _date(text: str, place: str) -> dt.date | None:
    """An ISO date, or day/month/year as Excel may have left it; empty is open."""
    if not text:
        return None
    try:
        if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f'{place}: ngày "{text}" không đúng. Ghi năm-tháng-ngày, ví dụ: 2025-06-30'
        ) from error


def _check(rows: list[Agency], where: str) -> None:
    """Ids occur once (in time), and the groups and successors that rows name exist."""
    known: dict[str, Agency] = {}
    for row in rows:
        if row.agency_id in known:
            raise ConfigError(f'{where}: mã "{row.agency_id}" có hai dòng. Giữ một dòng, chạy lại.')
        known[row.agency_id] = row
    for row in rows:
        for group in row.groups:
            if group not in known or known[group].kind != GROUP:
                raise ConfigError(
                    f'{where}: đơn vị "{row.agency_id}" thuộc nhóm "{group}" nhưng không có dòng '
                    "nào kind = group mang mã đó. Thêm dòng nhóm hoặc sửa cột groups."
                )


def _index(rows: Iterable[Agency], of: object) -> dict[str, tuple[Agency, ...]]:
    """Rows by a key of every name that they go by."""
    index: dict[str, dict[str, Agency]] = {}
    for row in rows:
        for name in (row.agency_id, row.name, row.short_name, *row.aliases):
            index.setdefault(of(name), {})[row.agency_id] = row  # type: ignore[operator]
    return {name: tuple(found.values()) for name, found in index.items()}


def in_order(agencies: Iterable[Agency]) -> list[Agency]:
    """Agencies by name in the Vietnamese alphabet."""
    return sorted(agencies, key=lambda a: sort_key(a.name))
