"""A figure alone, in frames of another site: sandboxed, without scripts, dark, narrow, by keyboard."""

from __future__ import annotations

import html
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page

from tests import serving

pytestmark = pytest.mark.browser

Visitor = Callable[..., Any]
CRIME = "/embed/crime/crime?area=E09000022"
TITLE = "All offences, Lambeth"
FITS = """<script>addEventListener("message", ({source, data}) => {
  const frame = document.querySelector("iframe");
  if (source === frame.contentWindow && data.type === "frame-height") frame.style.height = `${data.height}px`;
})</script>"""


@pytest.fixture(scope="module")
def drawn(site: str) -> str:
    """The site, which has drawn the pictures of CRIME already: a slow machine takes long."""
    for _ in range(40):
        time.sleep(1)
        if "<picture>" in requests.get(f"{site}{CRIME}", timeout=60).text:
            return site
    pytest.fail("no picture was drawn")


@pytest.fixture(scope="module")
def unable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on a machine without a browser."""
    log = tmp_path_factory.mktemp("unable") / "log.txt"
    with serving.serving(log, BROWSER_PATH=str(Path("/nowhere"))) as address:
        yield address


@pytest.fixture
def other_site() -> Iterator[Callable[..., str]]:
    """Address of a page of another site with a frame of these attributes, or with the code for one."""
    said: dict[str, str] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(said["body"].encode())

        def log_message(self, *_: object) -> None:
            pass

    def framing(address: str, attributes: str = "", code: str = "") -> str:
        said["body"] = (
            '<!doctype html><link rel="icon" href="data:,"><style>body{margin:0}</style>'
            + (
                code
                or f'{FITS}<iframe title="t" {attributes} src="{html.escape(address)}" '
                'style="width: 100%; height: 300px; border: 0"></iframe>'
            )
        )
        return f"http://localhost:{server.server_port}/"

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield framing
        server.shutdown()


def framed(page: Page) -> FrameLocator:
    frame = page.frame_locator("iframe")
    frame.locator("h1", has_text=TITLE).wait_for(timeout=30_000)
    return frame


PICTURE = (
    "image => [new URL(image.currentSrc).pathname.split('.')[1], image.naturalWidth, image.width]"
)


def picture(frame: FrameLocator) -> list[Any]:
    image = frame.locator("img")
    image.evaluate("image => image.decode()")
    return image.evaluate(PICTURE)


@pytest.mark.parametrize("sandbox", [None, "", "allow-scripts", "allow-scripts allow-popups"])
def test_a_frame_needs_no_storage_no_origin_and_no_script(
    visit: Visitor, other_site: Callable[..., str], drawn: str, sandbox: str | None
) -> None:
    window = visit()
    attributes = "" if sandbox is None else f'sandbox="{sandbox}"'
    window.page.goto(other_site(f"{drawn}{CRIME}", attributes))
    frame = framed(window.page)
    assert picture(frame)[:2] == ["wide-light", 720]
    assert not window.failures
    if sandbox == "":
        return
    assert not window.console
    window.page.wait_for_function("parseInt(document.querySelector('iframe').style.height) > 500")
    fits = frame.locator(":root").evaluate("root => root.scrollHeight <= innerHeight")
    assert fits


@pytest.mark.parametrize("width", [320, 600, 1000])
def test_the_code_to_copy_makes_its_frame_as_high_as_what_is_in_it(
    visit: Visitor, other_site: Callable[..., str], drawn: str, width: int
) -> None:
    window = visit(width=width)
    page = window.page
    page.goto(f"{drawn}/crime?area=E09000022")
    (code, *_) = (
        text
        for text in page.locator(".get-chart pre").all_text_contents()
        if text.startswith("<iframe") and "/embed/crime/crime?" in text
    )
    assert 'title="All offences, Lambeth' in code
    page.goto(other_site("", code=code + code))  # two of them: each by itself
    frames = [page.frame_locator(f"iframe >> nth={place}") for place in (0, 1)]
    for frame in frames:
        picture(frame)
    page.wait_for_timeout(500)
    for frame in frames:
        blank = frame.locator(":root").evaluate(
            "root => innerHeight - Math.ceil(root.getBoundingClientRect().height)"
        )
        assert 0 <= blank <= 1
    assert page.locator("iframe").first.evaluate("one => one.title")
    assert not window.console


def test_without_scripts_the_code_s_own_height_fits_an_article_and_scrolls_on_a_phone(
    visit: Visitor, drawn: str
) -> None:
    page = visit(width=600).page
    page.goto(f"{drawn}/crime?area=E09000022")
    codes = page.locator(".get-chart pre").all_text_contents()
    (code, *_) = (one for one in codes if "/embed/crime/crime?" in one)
    height = int(code.partition("height: ")[2].partition("px")[0])
    assert 'scrolling="no"' not in code
    page.goto(f"{drawn}{CRIME}")
    page.locator("img").evaluate("image => image.decode()")
    needed = page.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    assert 0 <= height - needed <= 60


@pytest.mark.parametrize("sandbox", [None, "allow-scripts"])
def test_without_pictures_the_chart_draws_itself(
    visit: Visitor, other_site: Callable[..., str], unable: str, sandbox: str | None
) -> None:
    window = visit()
    attributes = "" if sandbox is None else f'sandbox="{sandbox}"'
    window.page.goto(other_site(f"{unable}{CRIME}", attributes))
    framed(window.page).locator(".drawing.is-drawn .main-svg").first.wait_for(timeout=30_000)
    assert not window.console
    assert not window.failures


MOST = 150_000
"""Bytes on the wire of a whole frame."""
HEAVIEST = (
    *("/embed/gaps/gaps-victims", "/embed/workforce/strength"),
    "/embed/borough/borough-crime?area=E09000022",
)
"""Of every chart of every page at its default address: 20 to 25 kB each; most have 13 to 17."""


@pytest.mark.parametrize("address", HEAVIEST)
def test_the_heaviest_frames_are_light_and_have_no_plotly(
    visit: Visitor, drawn: str, address: str
) -> None:
    for _ in range(40):
        if "<picture>" in requests.get(f"{drawn}{address}", timeout=60).text:
            break
        time.sleep(1)
    window = visit()
    page = window.page
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[float] = []
    wire.on("Network.loadingFinished", lambda said: came.append(said["encodedDataLength"]))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{drawn}{address}")
    page.locator("img").evaluate("image => image.decode()")
    page.wait_for_timeout(200)
    path = urlsplit(address).path
    assert [one.split(".")[0] for one in asked] == [path, path]
    assert len(came) == 2
    assert 5_000 < sum(came) <= MOST


def test_a_sandbox_without_scripts_is_never_blank(
    visit: Visitor, other_site: Callable[..., str], unable: str
) -> None:
    """Neither picture nor script: the table stands open, and no room is kept for a chart."""
    window = visit(width=390)
    window.page.goto(other_site(f"{unable}{CRIME}", 'sandbox=""'))
    frame = framed(window.page)
    assert frame.get_by_text("its figures are in the table").is_visible()
    assert frame.locator("table tbody tr").first.is_visible()
    assert frame.locator(".drawing").bounding_box()["height"] < 60


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_a_figure_fits_its_frame_in_light_and_dark(
    visit: Visitor, drawn: str, width: int, dark: bool
) -> None:
    window = visit(width=width, dark=dark)
    page = window.page
    page.goto(f"{drawn}{CRIME}")
    image = page.locator("img")
    image.evaluate("image => image.decode()")
    look, _, shown = image.evaluate(PICTURE)
    assert look == f"{'narrow' if width < 560 else 'wide'}-{'dark' if dark else 'light'}"
    assert shown <= width
    page.locator("summary").click()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(20, 24, 28)" if dark else "rgb(255, 255, 255)")
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_a_keyboard_opens_the_table_and_leads_back(visit: Visitor, drawn: str) -> None:
    window = visit()
    page = window.page
    page.goto(f"{drawn}{CRIME}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.locator("table").wait_for(state="visible")
    page.keyboard.press("Tab")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert "/crime?area=E09000022" in opened.value.url
    opened.value.close()


def test_what_cannot_be_shown_is_said_in_the_frame(
    visit: Visitor, other_site: Callable[..., str], site: str
) -> None:
    window = visit()
    window.page.goto(other_site(f"{site}/embed/crime/crime?area=Atlantis"))
    frame = window.page.frame_locator("iframe")
    frame.locator("h1", has_text="This choice is not in the data").wait_for()
