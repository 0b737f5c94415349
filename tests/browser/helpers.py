"""What a browser test says: open a page, wait until it is still, look at it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, ViewportSize, WebSocket, expect

PHONE: ViewportSize = {"width": 390, "height": 844}


def open_page(page: Page, url: str) -> None:
    """Go to an address and wait until the app has drawn it."""
    page.goto(url)
    wait_until_idle(page)


def wait_until_idle(page: Page) -> None:
    """Wait until the script has run and the page shows its result.

    After a click, first ``expect`` what the click brings about: the script's
    state is still that of the run before until the server has heard of it.
    """
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stMain")).to_be_visible()
    # what stands for elements whose scripts are still on their way has another height than they
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def set_theme(page: Page, *, dark: bool) -> None:
    """Ask for the dark or the light theme, as the learner's system would."""
    page.emulate_media(color_scheme="dark" if dark else "light")


def expect_no_exception(page: Page) -> None:
    """No box with an error of the app stands on the page."""
    expect(page.get_by_test_id("stException")).to_have_count(0)


FRAMES = 600
"""Pictures that the browser may draw until everything has found its place: seconds, or minutes where it is slow."""


def settled(page: Page, look: str) -> Any:
    """What the JavaScript function ``look`` finds wrong with the layout once it has settled; null when all is well."""
    return page.evaluate(
        f"""async () => {{
            const look = {look};
            let found = look();
            for (let frame = 0; found && frame < {FRAMES}; frame++) {{
                await new Promise(requestAnimationFrame);
                found = look();
            }}
            return found;
        }}"""
    )


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window; 0 when nothing scrolls sideways."""
    wider = """() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
                   .map(each => each.scrollWidth - each.clientWidth))"""
    return int(settled(page, wider))


def cut_off(page: Page) -> list[str]:
    """The texts of the page that are wider than their box, or stand outside the window.

    Not the values of sliders, whose box is wider on purpose (style.css); ``test_first_screen.py`` looks at these.
    Not the line of the question of the moment either, which is cut with dots and stands whole where it opens.
    """
    found: list[str] | None = settled(
        page,
        """() => {
            const scrolls = (node) => {
                for (let each = node; each; each = each.parentElement)
                    if (['auto', 'scroll'].includes(getComputedStyle(each).overflowX)
                        && each.dataset.testid !== 'stMain' && each.scrollWidth > each.clientWidth) return true;
                return false;
            };
            const told = (node) => node.textContent.trim().slice(0, 40);
            const cut = [];
            for (const node of document.querySelectorAll('[data-testid=stMain] *')) {
                const style = getComputedStyle(node), box = node.getBoundingClientRect();
                if (style.visibility === 'hidden' || box.width < 2 || box.height < 2 || !told(node)) continue;
                if (node.closest('.dl-spoken, svg, [aria-hidden=true], .katex-mathml') || scrolls(node)) continue;
                if (node.closest('.stSlider') && !node.closest('.stSlider label')) continue;
                if (node.closest('[class*="-asked-now"] [data-testid=stPopoverButton]')) continue;
                if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue; // folded away
                if (box.right > innerWidth + 1 || box.left < -1) cut.push(`outside: ${told(node)}`);
                const hides = ['hidden', 'clip'].includes(style.overflowX) && node.scrollWidth > node.clientWidth + 1;
                if (hides && node.clientWidth > 1) cut.push(`too wide: ${told(node)}`);
            }
            return cut.length ? [...new Set(cut)] : null;
        }""",
    )
    return found or []


def follow_sidebar(page: Page, name: str) -> None:
    """Follow the sidebar's link to a page of that name; a folded sidebar is opened first."""
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True)
    if page.locator("[data-testid=stSidebar][data-collapsed=true]").count():
        page.get_by_test_id("stExpandSidebarButton").click()
    link.click()


def note_words(page: Page, sent: list[str]) -> None:
    """Note each word of the browser to the server from the next address on; its answers to looks are none."""

    def listen(socket: WebSocket) -> None:
        if not socket.url.endswith("/looks"):
            socket.on("framesent", lambda _: sent.append("frame"))

    page.on("websocket", listen)
