"""Each command, code, setting and column is documented, and generated pages are current."""

import re
from pathlib import Path

import click
import pytest

from cchc_lib import columns, config, findings
from cchc_lib.cli.main import cchc

ROOT = Path(__file__).resolve().parent.parent
SEVERITY = {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group, prefix=""):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def rules_page():
    lines = [
        "# Rules",
        "",
        "Every finding that the program can report, made from `cchc_lib/findings.py`. P: reading a",
        "plan; F: a received file; V: a value or a row in it; R: the records.",
        "",
        "| code | severity | message |",
        "|---|---|---|",
    ]
    for code, rule in sorted(findings.catalogue().items()):
        message = rule.template.replace("|", "\\|").replace("{", "‹").replace("}", "›")
        lines.append(f"| {code} | {SEVERITY[rule.severity]} | {message} |")
    return "\n".join(lines) + "\n"


def dictionary_page():
    lines = [
        "# Data dictionary",
        "",
        "Tables of `data/processed`, made from `cchc_lib/columns.py`: UTF-8 CSV, a row for each",
        "thing, empty = missing.",
    ]
    for name, table in columns.TABLES.items():
        lines += [
            "",
            f"## {name}",
            "",
            "| column | type | unit | printed as | meaning |",
            "|---|---|---|---|---|",
        ]
        lines += [f"| {c.name} | {c.dtype} | {c.unit} | {c.label} | {c.meaning} |" for c in table]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("page", "make"), [("rules.md", rules_page), ("data-dictionary.md", dictionary_page)]
)
def test_generated_pages_are_current(page, make, request):
    path = ROOT / "docs" / page
    if request.config.getoption("--update-golden"):
        path.write_text(make(), encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == make()


@pytest.mark.parametrize(
    ("name", "command"), list(commands(cchc)), ids=lambda v: v if isinstance(v, str) else ""
)
def test_each_command_teaches_itself_and_is_in_the_guide(name, command):
    assert "Ví dụ: cchc" in command.help
    assert f"cchc {name}" in read("docs/huong-dan.md")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.opts[0] == "-o", f"{name} {parameter.opts[0]}"


def settings_keys(model, prefix=""):
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, config.BaseModel):
            yield from settings_keys(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_each_setting_is_documented():
    text = read("docs/huong-dan.md")
    missing = [k for k in settings_keys(config.Settings) if f"`{k.rsplit('.', 1)[-1]}`" not in text]
    assert missing == []


def test_every_code_has_its_letter_and_is_used_once():
    codes = [
        r.code
        for r in (
            *findings.PLAN_RULES,
            *findings.FILE_RULES,
            *findings.VALUE_RULES,
            *findings.RECORD_RULES,
        )
    ]
    assert len(codes) == len(set(codes)) > 0
    assert all(re.fullmatch(r"[PFVR]\d{3}", code) for code in codes)


def test_every_code_of_the_catalogue_is_reported_by_some_code():
    source = "".join(
        p.read_text(encoding="utf-8")
        for p in (ROOT / "cchc_lib").rglob("*.py")
        if p.name != "findings.py"
    )
    assert [code for code in findings.catalogue() if f'"{code}"' not in source] == []


def test_links_between_documents_lead_somewhere():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_names_its_two_commands_first():
    text = read("README.md")
    assert text.index("make report") < text.index("make test")
