"""What the declared activities were about, and through which channels.

Both rest on the sheet of single activities, which may stay empty: what nobody declared is "chưa
kê khai", not a gap.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.model import ChannelIndicator, TopicIndicator

if TYPE_CHECKING:
    from cchc_lib.indicators.scope import Scope


def topics(scope: Scope) -> tuple[TopicIndicator, ...]:
    """Each topic of the plan: how many activities (rows) by how many agencies."""
    rows: dict[int, list[str]] = {}
    for one in scope.activities:
        if one.topic is not None:
            rows.setdefault(one.topic, []).append(one.agency)
    return tuple(
        TopicIndicator(
            field=topic.field,
            n=topic.n,
            text=topic.text,
            activities=len(rows.get(topic.n, ())),
            agencies=len(set(rows.get(topic.n, ()))),
        )
        for topic in scope.plan.topics
    )


def channels(scope: Scope) -> tuple[ChannelIndicator, ...]:
    """Each channel of the lexicon: how many activities (rows) by how many agencies.

    An activity without a channel is in none.
    """
    rows: dict[str, list[str]] = {}
    for one in scope.activities:
        if one.channel:
            rows.setdefault(channel_key(one.channel), []).append(one.agency)
    return tuple(
        ChannelIndicator(
            channel=channel.key,
            activities=len(rows.get(channel.key, ())),
            agencies=len(set(rows.get(channel.key, ()))),
        )
        for channel in lexicon.channels()
    )


@lru_cache(maxsize=256)
def channel_key(text: str) -> str:
    """The lexicon's key of a channel as written: its key, label, or a word it is known by."""
    found = lexicon.channel_named(text) or lexicon.channel_of(text)
    return found.key
