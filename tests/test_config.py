"""Settings: defaults, faults explained at their key, due dates, months that can be owed."""

import datetime as dt

import pytest

from cchc_lib import config
from cchc_lib.errors import ConfigError

EXAMPLE = '[plan]\nfirst_period = "2025-05"\nyear = 2025\n'


def test_an_empty_file_is_a_real_workspace_with_the_decree_rule():
    settings = config.parse("")
    assert not settings.workspace.simulated
    assert settings.periods.rule == "nd09"
    assert settings.periods.due_working_days == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[plan]\nfrist_period = '2025-05'", ["[plan] frist_period", '"first_period"']),
        ("[periods]\ncut_off_day = 31", ["[periods] cut_off_day = 31", "28"]),
        ("[periods]\nrule = 'lunar'", ["[periods] rule", "nd09"]),
        ("[workspace\nsimulated = true", ["TOML", "dòng 1"]),
        ("[workspace]\nsimulated = 'có lẽ'", ["[workspace] simulated", "true hoặc false"]),
        ("[due]\n'2025-6' = 2025-06-17", ["2025-6"]),
        ("[submissions.limits]\nmax_bites = 1", ["max_bites", '"max_bytes"']),
        ("[[report]]\nkind = 'month'\nto = ['html', 'png']", ["png"]),
        ("workspce = 1", ["workspce", '"workspace"']),
    ],
)
def test_a_fault_is_explained_at_its_key(text, words):
    with pytest.raises(ConfigError) as caught:
        config.parse(text)
    message = str(caught.value)
    assert message.startswith("cchc.toml")
    for word in words:
        assert word in message
    assert "\n" not in message


def test_a_month_is_due_two_working_days_after_its_cut_off():
    """14/6/2025 is a Saturday: Monday the 16th and Tuesday the 17th follow."""
    settings = config.parse(EXAMPLE)
    assert settings.due_date(settings.period("2025-06")) == dt.date(2025, 6, 17)


def test_a_longer_period_is_due_with_its_last_month():
    settings = config.parse(EXAMPLE)
    assert settings.due_date(settings.period("2025-Q2")) == dt.date(2025, 6, 17)


def test_public_holidays_are_no_working_days_but_a_compensating_saturday_is():
    settings = config.parse("[periods]\nworking_days = [2025-04-26]")
    assert not settings.is_working_day(dt.date(2025, 4, 30))
    assert not settings.is_working_day(dt.date(2025, 5, 2))
    assert settings.is_working_day(dt.date(2025, 4, 26))
    assert not settings.is_working_day(dt.date(2025, 6, 14))


def test_a_due_date_set_for_one_period_wins():
    settings = config.parse(EXAMPLE + "[due]\n'2025-06' = 2025-06-20")
    assert settings.due_date(settings.period("2025-06")) == dt.date(2025, 6, 20)
    assert settings.due_date(settings.period("2025-Q2")) == dt.date(2025, 6, 20)


def test_what_came_before_the_first_period_is_not_owed():
    settings = config.parse(EXAMPLE)
    labels = [m.label for m in settings.reporting_months(settings.period("2025-Q2"))]
    assert labels == ["2025-05", "2025-06"]
    assert settings.reporting_months(settings.period("2025-Q1")) == ()
    assert settings.reporting_months(settings.period("2026-Q1")) == ()


def test_the_first_period_follows_from_the_day_of_issue():
    """A plan of 20/5 falls into the window of June (15/5 to 14/6)."""
    settings = config.parse("")
    assert settings.for_plan("2025-05-20", 2025).plan.first_period == "2025-06"
    assert settings.for_plan("2025-05-12", 2025).plan.first_period == "2025-05"
    assert settings.for_plan("2025-05", 2025).plan.first_period == "2025-05"
    assert settings.for_plan("2025-05", 2025).plan_year == 2025


def test_a_first_period_that_is_set_is_not_overridden_by_the_plan():
    settings = config.parse('[plan]\nfirst_period = "2025-07"')
    assert settings.for_plan("2025-05-20", 2025).plan.first_period == "2025-07"
