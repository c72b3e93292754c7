"""A real browser against the program: sign in, look, and let axe judge every page.

`HOCVIEN_SHOTS` names a folder for the pictures; without it none are taken. Chromium is Debian's: its build without windows where there is
one (a quarter less work for the same pages), else the whole browser; `HOCVIEN_CHROMIUM` names another.
"""

import functools
import os
import re
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

# Playwright keeps an event loop in this thread; the tests around it are plain synchronous Django.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BUILDS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("HOCVIEN_CHROMIUM") or next(filter(None, map(shutil.which, BUILDS)), None)
ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# The same work at both sizes. A phone asks nothing of the database that a desk does not ask: with PostgreSQL the desk alone.
SIZES = pytest.mark.parametrize(
    "viewport", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone", marks=pytest.mark.once)]
)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
OVERFLOWING = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !one.closest(".scroll"))
  .slice(0, 8).map(one => one.tagName + "." + one.className + " " + Math.round(one.getBoundingClientRect().right))"""
PASSWORD = "bay-con-cho-sua-trang"


def _then_wait_for_the_page(act: Callable) -> Callable:
    """A click ends when the page it leads to begins, with nothing in it yet: what counts, reads or judges at once would find that."""

    @functools.wraps(act)
    def acted(where: Page | Locator, *args, **kwargs):
        done = act(where, *args, **kwargs)
        page = where.page if isinstance(where, Locator) else where
        if not page.is_closed():
            page.wait_for_load_state("load")
        return done

    return acted


@pytest.fixture(scope="session", autouse=True)
def _pages_are_there() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            for name in ("click", "press", "select_option", "check"):
                patch.setattr(kind, name, _then_wait_for_the_page(getattr(kind, name)))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


class Visitor:
    """One page of one browser context, and what tests do with it."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message) -> None:
        # A refused answer (404, 409, 422) is expected where a test asks for it; a script or policy error never is.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def goto(self, path: str) -> Page:
        self.page.goto(path if urlsplit(path).scheme else self.server + path)
        return self.page

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        """Through the sign-in page, as a person would."""
        self.goto("/account/login/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", password)
        self.page.click("form.form button[type=submit]")
        assert "/account/login/" not in self.page.url, self.page.inner_text("main")
        return self.page

    def assert_accessible(self, rules: tuple[str, ...] = ()) -> None:
        """axe finds nothing, no sideways scroll, no error in the console. `rules`: only these of axe."""
        self.shot("last")
        if connection.vendor == "sqlite":  # the same pages come from both databases; how they look is judged once
            self._assert_looks_right(rules)
        assert not self.complaints, self.complaints

    def _assert_looks_right(self, rules: tuple[str, ...]) -> None:
        # Not add_script_tag: the page's own policy would (rightly) refuse it.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        if rules:
            options = {"runOnly": {"type": "rule", "values": list(rules)}}
        # The same rules on the same nodes; axe only does not write down every node that is right, which is most of its time.
        options["resultTypes"] = ["violations"]
        violations = self.page.evaluate("options => axe.run(document, options).then(told => told.violations)", options)
        found = [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
            for one in violations
            for node in one["nodes"][:3]
        ]
        assert not found, f"{self.page.url}\n" + "\n".join(found)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            culprits = self.page.evaluate(OVERFLOWING)
            raise AssertionError(f"{self.page.url} is {wide} px wider than the window: {culprits}")

    def shot(self, name: str, *, full: bool = False) -> None:
        """A picture into HOCVIEN_SHOTS."""
        folder = os.environ.get("HOCVIEN_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            safe = re.sub(r"[^a-z0-9-]+", "-", name.lower())
            self.page.screenshot(path=str(Path(folder) / f"{safe}.png"), full_page=full)


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Visitor]]:
    """`visit()` opens a desk, `visit(PHONE)` a phone; each is its own context (its own cookies)."""
    contexts: list[BrowserContext] = []

    def open_visitor(viewport: dict[str, int] = DESK, **options) -> Visitor:
        context = browser.new_context(viewport=viewport, locale="vi-VN", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context.new_page(), live_server.url)

    yield open_visitor
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(visit) -> Page:
    """A desk's page, for tests that need nothing more."""
    return visit().page


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, username)`."""
    return lambda page, username, password=PASSWORD: Visitor(page, live_server.url).sign_in(username, password)


@pytest.fixture
def assert_accessible():
    """`assert_accessible(page)`."""
    return lambda page: Visitor(page, "").assert_accessible()


@pytest.fixture
def shot():
    """`shot(page, name)`."""
    return lambda page, name, full=False: Visitor(page, "").shot(name, full=full)
