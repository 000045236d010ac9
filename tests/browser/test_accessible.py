"""Everyone can use every page: in each state, at both widths, in both themes, by keyboard and by touch.

One load of a page serves a state: a phone's window first, with everything unfolded, which then widens to a
laptop's. What a theme has no part in is looked at in one of them: the page's colours are all that differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from dashboard.words.accessibility import LEFT_BY_FRAMEWORK, Left
from tests.browser.conftest import Visitor
from tests.browser.test_pages import (
    faults,
    is_left_by_framework,
    violations,
    wait_for_the_theme,
)
from tests.golden.states import NO_ROW

pytestmark = pytest.mark.browser

FILTERED: Mapping[str, str] = {
    "borough": "area=E09000022",
    "trust": "area=E09000022&area=E09000012&measure=trust&measure=good_job_local&to=2025-09",
    "gaps": "measure=feels_safe_after_dark&by=sex&group=Women",
    "crime": "area=E09000022&area=MPS&offence=Burglary&kind=Domestic+burglary&as=rate&show=month",
    "outcomes": "area=E09000022&offence=Burglary&flag=hate_crime&every=quarter",
    "powers": "basis=self_defined&group=Asian&show=ratio&tactic=Firearms",
    "workforce": "who=senior&count=fte&rate=10",
    "response": "grade=s",
    "commitments": "owner=met&state=missed",
    "review": "topic=Bullying+benchmark&flagged=yes",
    "get-data": "dataset=recorded_offences&area_name=Lambeth&column=month&column=area_name",
}
"""Page -> an address that chooses a borough, several measures or a group, as far as the page has them."""

EMPTY: Mapping[str, tuple[str, ...]] = {
    **{path: (urlencode(choices, doseq=True),) for path, choices in NO_ROW.items()},
    "borough": ("area=E09000001",),
    "trust": ("area=none&measure=none",),
    "gaps": ("measure=met_confidence&by=age",),
    "crime": ("area=none", "area=x&from=2025-03&to=2018-03"),
    "powers": ("object=Fireworks&group=Other&tactic=Baton+round+%28AEP%29",),
    "response": ("second-hand=no",),
    "get-data": ("column=none", urlencode(NO_ROW["get-data"], doseq=True)),
}
"""Page -> addresses that leave it least to show: nothing chosen, nothing published, counts masked."""

WITHOUT_CHOICES = ("", "methods")

FOLDS = "#root details:not(.ways > details)"
"""Those that open where they stand; a card's on the Overview lies over the page, and has a test of its own."""

OF_COLOURS = ("color-contrast", "link-in-text-block")
"""Rules of axe that the theme has a part in."""


def states() -> Iterator[str]:
    """Addresses of every page in each state."""
    for path in (*WITHOUT_CHOICES, *sorted({*FILTERED, *EMPTY})):
        yield f"/{path}"
        for query in (FILTERED.get(path), *EMPTY.get(path, ())):
            if query:
                yield f"/{path}?{query}"


# What is looked at, by scripts in the page: each returns what is wrong, in words

HELPERS = """
  const parts = ["site-head", "root"].map((id) => document.getElementById(id));
  const all = (selector) => parts.flatMap((part) => [...part.querySelectorAll(selector)]);
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const called = (one) => `${one.tagName} .${one.className} “${(one.innerText || one.ariaLabel || "").slice(0, 40)}”`;
"""

SMALL_TARGETS = f"""(left) => {{{HELPERS}
  // A link in a sentence is as high as its line: its block has words besides those of its links.
  const letters = (text) => text.replace(/[^\\p{{L}}\\p{{N}}]/gu, "").length;
  const isInSentence = (one) => {{
    if (one.tagName !== "A" || getComputedStyle(one).display !== "inline") return false;
    const block = one.closest("p, li, dd, dt, td, th, figcaption, div");
    const ofLinks = [...block.querySelectorAll("a")].map((link) => link.textContent).join("");
    return letters(block.textContent) > letters(ofLinks);
  }};
  const targets = "a[href], button, summary, input, select, textarea, [role=button], [role=tab], [role=slider]";
  return all(targets)
    .filter((one) => isSeen(one) && !one.matches(left) && !isInSentence(one))
    .map((one) => (one.matches("[type=checkbox]") ? one.closest("label") : one))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, {{ width, height }}]) => width > 1 && Math.min(width, height) < 23.95)
    .map(([one, {{ width, height }}]) => `${{width.toFixed(1)}} x ${{height.toFixed(1)}} px: ${{called(one)}}`);
}}"""

UNNAMED_TABLES = f"""() => {{{HELPERS}
  const names = all("table").map((one) => (one.caption?.textContent || one.ariaLabel || "").trim());
  return names.filter((name, place) => !name || names.indexOf(name) !== place)
    .map((name) => (name ? `two tables are called “${{name}}”` : "a table has no name"));
}}"""

HEADINGS_OUT_OF_ORDER = f"""() => {{{HELPERS}
  const found = all("h1, h2, h3, h4, h5, h6").filter(isSeen);
  const level = (one) => (one ? Number(one.ariaLevel ?? one.tagName[1]) : 0);
  const titles = found.filter((one) => level(one) === 1).length;
  return found.filter((one, place) => level(one) > level(found[place - 1]) + 1).map(called)
    .concat(titles === 1 ? [] : [`${{titles}} headings of the first level`]);
}}"""

MOVING = """() => {
  const seconds = (text) => Math.max(...text.split(", ").map(parseFloat));
  return [...document.querySelectorAll("body, body *")].filter((one) => {
    const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(one);
    return seconds(`${transitionDuration}, ${animationDuration}`) > 0.001 || scrollBehavior === "smooth";
  }).map((one) => `${one.tagName} .${one.className}`);
}"""

FOCUS_UNSEEN = f"""async () => {{{HELPERS}
  // Of each kind of element one; what shows the focus is an outline, or a shadow, of it or of the box around it.
  const kinds = new Map();
  for (const one of all("a[href], button, summary, input, textarea, [tabindex='0']")) {{
    const kind = [one, one.parentElement, one.parentElement.parentElement].map((box) => box.className).join(" / ");
    if (isSeen(one) && one.tabIndex >= 0 && !one.closest(".to-main")) kinds.set(`${{one.tagName}} ${{kind}}`, one);
  }}
  const rings = (one) => {{
    const boxes = [one, one.nextElementSibling, ...[1, 2, 3].map(() => (one = one.parentElement))].filter(Boolean);
    const beside = boxes.flatMap((box) => [box, ...(box.tagName === "LABEL" ? box.children : [])]);
    return beside.map((box) => {{
      const {{ outlineStyle, outlineWidth, boxShadow, borderColor }} = getComputedStyle(box);
      return outlineStyle === "none" ? [boxShadow, borderColor] : [outlineStyle, outlineWidth, boxShadow, borderColor];
    }}).join(";");
  }};
  const unseen = [];
  for (const one of kinds.values()) {{
    document.activeElement.blur();
    const before = rings(one);
    one.focus({{ preventScroll: true }});
    for (let waited = 0; waited < 10 && rings(one) === before; waited++) await new Promise(requestAnimationFrame);
    if (rings(one) === before) unseen.push(called(one));
  }}
  document.activeElement.blur();
  return unseen;
}}"""


@pytest.mark.parametrize("address", list(states()))
def test_everyone_can_use_a_page_in_each_state(visit: Visitor, address: str) -> None:
    opened = visit(390)
    opened.page.emulate_media(reduced_motion="reduce")
    page = opened.go(address)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.locator(FOLDS).evaluate_all("all => all.forEach((one) => { one.open = true; })")
        wait_for_the_theme(page, "light")
        assert faults(page) == []
        assert wrong(page, SMALL_TARGETS, selectors("target-size")) == []
        assert wrong(page, UNNAMED_TABLES) == []
        assert wrong(page, HEADINGS_OUT_OF_ORDER) == []
        assert wrong(page, MOVING) == []
        page.emulate_media(color_scheme="dark")
        wait_for_the_theme(page, "dark")
        assert faults(page, OF_COLOURS) == []
        page.emulate_media(color_scheme="light")
    if "?" not in address:
        page.keyboard.press("Tab")
        assert wrong(page, FOCUS_UNSEEN) == []
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert opened.console == []
    assert opened.failures == []


def wrong(page: Any, script: str, argument: object = None) -> list[str]:
    """What a script finds wrong, each once."""
    return list(dict.fromkeys(page.evaluate(script, argument)))


def selectors(rule: str) -> str:
    """Of what the framework is known to leave; `:not(*)`, which is nothing, where it leaves nothing."""
    return ", ".join(one.selector for one in LEFT_BY_FRAMEWORK if one.rule == rule) or ":not(*)"


@pytest.mark.parametrize("left", LEFT_BY_FRAMEWORK, ids=lambda one: f"{one.rule} of {one.selector}")
def test_what_is_said_to_be_left_is_left(visit: Visitor, left: Left) -> None:
    """So that what was mended is no longer told of, and no fault of this site's own is put on another."""
    page = visit().go(left.seen_at)
    assert not page.locator("#site-head, .piece").locator(left.selector).count()
    found = violations(page, [left.rule])
    targets = [node["target"][0] for one in found for node in one["nodes"]]
    assert any(is_left_by_framework(page, left.rule, target) for target in targets)


def test_a_keyboard_skips_to_what_the_page_says(visit: Visitor) -> None:
    page = visit(390).go("/crime")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.inner_text() == "Skip to main content"
    box = link.bounding_box()
    assert box["x"] >= 0 <= box["y"]
    assert min(box["width"], box["height"]) >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "stMain"
    page.keyboard.press("Tab")
    assert page.locator("#root #stMain :focus").count() == 1


def test_an_open_menu_can_be_used_by_everyone(visit: Visitor) -> None:
    page = visit(390).go("/response")
    page.get_by_role("button", name="Menu", exact=True).click()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        wait_for_the_theme(page, theme)
        assert faults(page) == []
    assert wrong(page, SMALL_TARGETS, selectors("target-size")) == []
    page.keyboard.press("Tab")
    assert wrong(page, FOCUS_UNSEEN) == []


@pytest.mark.parametrize("address", ["/trust", "/borough?area=E09000022", "/get-data"])
def test_what_stands_before_the_scripts_can_be_used_by_everyone(
    visit: Visitor, address: str
) -> None:
    opened = visit(390)
    opened.page.route("**/static/js/**", lambda route: route.abort())
    opened.page.goto(f"{opened.site}{address}")
    for width in (390, 1280):
        opened.page.set_viewport_size({"width": width, "height": 844})
        assert opened.page.locator("#first-sight h1").is_visible()
        assert faults(opened.page) == []


@pytest.mark.parametrize("address", ["/crime?area=E09000022&print=1", "/?print=1", "/nowhere"])
def test_pages_of_their_own_can_be_used_by_everyone(visit: Visitor, address: str) -> None:
    opened = visit(794)
    opened.page.goto(f"{opened.site}{address}")
    opened.page.locator("h1").wait_for()
    assert faults(opened.page) == []
