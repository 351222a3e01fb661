"""JupyterLab's own menu makes the files that the command makes, driven as a person does it."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT
from playwright import sync_api

pytestmark = [
    pytest.mark.browser,
    pytest.mark.notebook,
    pytest.mark.slow,
    pytest.mark.xdist_group("published"),
]

TOKEN = "chi-de-thu"
STEM = "bao-cao-2025-06"
PATIENCE_MS, RETRY_MS = 60_000, 3_000
MENU = {"Cchc_docx": "docx", "Cchc_pdf": "pdf"}


@pytest.fixture(scope="module")
def lab(tmp_path_factory, published):
    """A JupyterLab of its own, in a folder with an executed report notebook."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(published("month", "ipynb"), folder / f"{STEM}.ipynb")
    own = {"JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "HOME"}
    places = {name: str(folder / ".jupyter" / name) for name in own}
    log = (folder / "lab.log").open("wb")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *(f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={TOKEN}"),
            *(
                "--ServerApp.port=0",
                "--LabApp.news_url=",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ),
        ],
        env={**os.environ, **places, "PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=log,
    )
    yield address(folder, server)
    server.terminate()
    server.wait(timeout=30)
    log.close()


def address(folder, server):
    """Where the server answers, as it says itself."""
    runtime = folder / ".jupyter" / "JUPYTER_RUNTIME_DIR"
    for _ in range(240):
        assert server.poll() is None, (folder / "lab.log").read_text(encoding="utf-8")
        for path in runtime.glob("jpserver-*.json"):
            url = json.loads(path.read_text(encoding="utf-8"))["url"]
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{url}api?token={TOKEN}", timeout=30),
            ):
                return url
        time.sleep(0.5)
    raise AssertionError((folder / "lab.log").read_text(encoding="utf-8"))


def menu_item(page, label):
    """An item of the menu that is open, by its exact words."""
    return page.locator(".lm-Menu-itemLabel").get_by_text(label, exact=True)


def choose(page, label):
    """File → Save and Export Notebook As → an exporter.

    The menu doesn't grow while it is open, and the server's list of exporters may come after it
    was opened: then it is opened again.
    """
    for _ in range(PATIENCE_MS // RETRY_MS):
        page.locator(".lm-MenuBar-itemLabel").get_by_text("File", exact=True).click()
        menu_item(page, "Save and Export Notebook As").click()
        with contextlib.suppress(sync_api.TimeoutError):
            menu_item(page, label).click(timeout=RETRY_MS)
            return
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    raise AssertionError(f"no {label} in the export menu")


def test_the_export_menu_makes_the_commands_files(browser, lab, published):
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    downloads = []

    def listen(one):
        one.on("download", lambda found: downloads.extend([found]))

    context.on("page", listen)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{lab}lab/tree/{STEM}.ipynb?token={TOKEN}")
    page.locator(".jp-NotebookPanel .jp-Notebook .jp-OutputArea-output").first.wait_for()
    for n, (label, suffix) in enumerate(MENU.items(), start=1):
        choose(page, label)
        for _ in range(PATIENCE_MS // 100):
            if len(downloads) == n:
                break
            page.wait_for_timeout(100)
        assert downloads[-1].suggested_filename == f"{STEM}.{suffix}"
        made = Path(downloads[-1].path()).read_bytes()
        assert made == published("month", suffix).read_bytes()
