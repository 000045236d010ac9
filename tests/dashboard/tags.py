"""What tags, attributes and texts an HTML text holds."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"br", "img", "link", "meta", "input", "hr"}


class Tags(HTMLParser):
    """The tags that begin in a text, in order, each with its attributes; and the texts between them.

    Attributes:
        open: those not ended yet.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:  # `<br />` is told as ended too
            assert self.open, f"</{tag}> ends nothing"
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data)

    @property
    def names(self) -> list[str]:
        """The tags' names."""
        return [tag for tag, _ in self.tags]

    def all_of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of a name."""
        return [attributes for name, attributes in self.tags if name == tag]
