"""Somebody who only clicks: finds links and buttons by their words, waits for the next page, looks at it with axe."""

import re
from pathlib import Path

from playwright.sync_api import Locator

PHONE_WIDTH = 500


_PASTE = """([input, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Person:
    """A visitor of `conftest` who never types an address after signing in."""

    def __init__(self, visitor, name: str, size: str, faults: list[str]) -> None:
        self.visitor, self.page, self.name, self.size = visitor, visitor.page, name, size
        self.faults = faults
        self.looked: set[str] = set()
        self.clicks = 0

    def sign_in(self) -> "Person":
        self.visitor.sign_in(self.name)
        return self

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def look(self, name: str) -> None:
        """axe, no sideways scroll, no complaint of the browser; each page once, pictures on demand. Told at the end of the story."""
        if name in self.looked:
            return
        self.looked.add(name)
        try:
            self.visitor.assert_accessible()
        except AssertionError as fault:
            self.faults.append(f"{name}: {fault}")
            self.visitor.complaints.clear()
        self.visitor.shot(f"thread-{name}-{self.size}")

    def follow(self, target: Locator) -> None:
        """Click what leads to another page, and wait for it."""
        self.clicks += 1
        with self.page.expect_navigation():
            target.click()

    def menu(self, label: str) -> None:
        """An item of the main navigation: beside the page at a desk, behind a button on a phone."""
        is_phone = self.page.viewport_size["width"] < PHONE_WIDTH
        frame = self.page.locator(".nav-top" if is_phone else ".app > header.nav")
        if is_phone:
            frame.locator("summary").click()
        self.follow(frame.get_by_role("link", name=re.compile(rf"^{label}")))

    def link(self, words: str | re.Pattern[str]) -> None:
        exact = isinstance(words, str)
        self.follow(self.main.get_by_role("link", name=words, exact=exact).first)

    def work(self, action: str) -> None:
        """A task of the work list, by its verb."""
        self.menu("Việc cần làm")
        self.look(f"home-{self.name}-{action}")
        self.follow(self.main.get_by_role("link", name=re.compile(rf"^{action}\s*:")).first)

    def press(self, words: str | re.Pattern[str]) -> None:
        exact = isinstance(words, str)
        self.follow(self.main.get_by_role("button", name=words, exact=exact).first)

    def tick(self, name: str) -> None:
        self.clicks += 1
        self.main.get_by_role("checkbox", name=f"Chọn {name}", exact=True).check()

    def tick_all(self) -> None:
        """Every row; the head of a table, with its one box for all, is not shown on a phone."""
        if self.page.viewport_size["width"] >= PHONE_WIDTH:
            self.main.get_by_role("checkbox", name="Chọn cả trang").check()
            return
        for box in self.main.locator("tbody input[name=row]").all():
            box.check()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.main.locator(f"[name={name}]:not([type=hidden])").fill(value)

    def paste(self, field: Locator, text: str) -> None:
        """A range of a workbook into its first field."""
        self.page.evaluate(_PASTE, [field.element_handle(), text])

    def choose(self, **labels: str | re.Pattern[str]) -> None:
        for name, label in labels.items():
            field = self.main.locator(f"select[name={name}]")
            option = field.locator("option", has_text=label).first
            field.select_option(value=option.get_attribute("value"))

    def radio(self, label: str) -> None:
        self.clicks += 1
        self.main.get_by_role("radio", name=label, exact=True).check()

    def download(self, target: Locator, folder: Path) -> Path:
        with self.page.expect_download() as started:
            target.click()
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path

    def download_link(self, words: str, folder: Path) -> Path:
        return self.download(self.main.get_by_role("link", name=words).first, folder)

    def reads(self, *words: str) -> None:
        """Each of these is said on the page."""
        text = " ".join(self.main.inner_text().split())
        for one in words:
            assert one in text, f"{one!r} is not on {self.page.url}:\n{text}"
