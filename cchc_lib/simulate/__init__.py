"""Labelled simulated submissions: forms filled as people fill them, taken in like any other.

Nothing here asks the clock: arrivals follow from the month and the seed.
"""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.errors import ParameterError
from cchc_lib.simulate.filling import fill
from cchc_lib.simulate.post import Letter, letters
from cchc_lib.submissions import receive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.model import Event, Plan
    from cchc_lib.periods import Period
    from cchc_lib.submissions.receive import Outcome
    from cchc_lib.workspace import Workspace


def simulate(
    workspace: Workspace,
    plan: Plan,
    registry: Registry,
    months: Sequence[Period],
    seed: int,
    progress: Callable[[str], None] | None = None,
) -> list[Outcome]:
    """Fill the forms of some months and take them in; a letter already there is a duplicate.

    Args:
        workspace: a simulated one.
        plan: what is reported on.
        registry: who reports.
        months: periods of kind "month".
        seed: the same number gives the same submissions.
        progress: is told, month by month, what was done.

    Raises:
        ParameterError: the workspace is real, or nothing is owed in one of the months.
    """
    _require_simulated(workspace.settings)
    events = workspace.events()
    exemptions = [event for event in events if event.kind == "exempted"]
    settings = workspace.settings
    arriving = [
        (month, _month_letters(plan, registry, settings, month, exemptions, seed))
        for month in sorted(set(months), key=lambda month: month.start)
    ]
    withdrawn = {event.submission for event in events if event.kind == "withdrawn"}
    arrived = {(e.name, e.at): e for e in events if e.kind == "received"}
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        for month, sent in arriving:
            for n, letter in enumerate(sent, start=1):
                known = arrived.get((letter.name, letter.at))
                if known and known.submission in withdrawn:
                    continue
                path = Path(folder) / month.label / f"{n:03d}" / letter.name
                path.parent.mkdir(parents=True)
                path.write_bytes(_stored(workspace, known) or letter.data)
                outcomes += [
                    dataclasses.replace(outcome, file=letter.name)
                    for outcome in receive.receive(
                        workspace,
                        [path],
                        plan=plan,
                        registry=registry,
                        now=letter.at,
                        received=letter.at,
                    )
                ]
            if progress:
                progress(f"{month.title}: {len(sent)} báo cáo mô phỏng.")
    return outcomes


def _require_simulated(settings: Settings) -> None:
    """Simulated figures stay out of a real workspace."""
    if not settings.workspace.simulated:
        raise ParameterError(
            "Không gian làm việc này dành cho số liệu thật ([workspace] simulated = false) nên "
            "không nhận số liệu mô phỏng. Tạo một không gian riêng: cchc init THƯ_MỤC, ghi "
            "simulated = true ở mục [workspace] của cchc.toml trong đó, rồi chạy: "
            "cchc --workspace THƯ_MỤC simulate KỲ"
        )


def _month_letters(
    plan: Plan,
    registry: Registry,
    settings: Settings,
    month: Period,
    exemptions: Sequence[Event],
    seed: int,
) -> tuple[Letter, ...]:
    """The letters of one month, of which there must be some."""
    if month.kind != "month":
        first = month.months()[0].label
        raise ParameterError(
            f"Chỉ mô phỏng từng tháng, không mô phỏng kỳ {month.label}. "
            f"Nêu các tháng, ví dụ: cchc simulate {first}"
        )
    sent = letters(plan, registry, settings, month, exemptions, seed)
    if not sent:
        raise ParameterError(
            f"Không đơn vị nào phải báo cáo trong kỳ {month.label} nên không có gì để mô phỏng. "
            "Kiểm tra kỳ và [plan] first_period trong cchc.toml."
        )
    return sent


def _stored(workspace: Workspace, known: Event | None) -> bytes | None:
    """The bytes of a letter that has arrived before; None where it hasn't.

    So a second run finds the same bytes even where this machine packs them otherwise.
    """
    if known is None or not known.file:
        return None
    path = workspace.root / known.file
    return path.read_bytes() if path.is_file() else None


__all__ = ["Letter", "fill", "letters", "simulate"]
