"""A request of the page that does not come before the test says so."""

from __future__ import annotations

from playwright.sync_api import Page, Route


class Held:
    """A request of the page that waits until the test lets it go."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._routes: list[Route] = []
        self._free = False
        page.route(pattern, self._take)

    def _take(self, route: Route) -> None:
        if self._free:
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self) -> None:
        self._free = True
        for route in self._routes:
            route.continue_()
