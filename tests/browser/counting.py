"""Counts what somebody does at her browser: how often she clicks, and how many fields she fills in."""

from typing import Any

from playwright.sync_api import Locator, Page

CLICKS = ("click", "dblclick", "tap")
FIELDS = ("fill", "check", "uncheck", "select_option", "press_sequentially", "set_input_files")


class Count:
    """How much one person has done; it counts from when it is made until ``stop``."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields = page, 0, 0
        self.told: list[str] = []
        self._kept = {
            (cls, name): getattr(cls, name)
            for cls in (Locator, Page)
            for name in (*CLICKS, *FIELDS)
            if hasattr(cls, name)
        }
        for (cls, name), own in self._kept.items():
            setattr(cls, name, self._counting(name, own))

    def _counting(self, name: str, own: Any) -> Any:
        def counted(what: Any, *args: Any, **options: Any) -> Any:
            if (what.page if isinstance(what, Locator) else what) == self.page:
                is_click = name in CLICKS
                self.clicks += is_click
                self.fields += not is_click
                self.told.append(f"{name} {what} {args[:1]}")
            return own(what, *args, **options)

        return counted

    def stop(self) -> None:
        """Count no more."""
        for (cls, name), own in self._kept.items():
            setattr(cls, name, own)
