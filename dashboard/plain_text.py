"""Text with nothing in it that Markdown would act on."""

from __future__ import annotations

import re

_LINKED = re.compile(
    r"(https?:(?=//)|ftp:(?=//)|mailto:|www(?=\.)|(?<=[\w.+-])(?=@[\w-]))", re.IGNORECASE
)
"""Where what Markdown would make a link of, even with its signs escaped, is parted."""
_UNSEEN = "\N{WORD JOINER}"
_NAMED_SIGN = re.compile(r"&(?=\w+;)")
"""Where HTML's name of a sign begins, such as that of the colon: Markdown would read it as the sign."""


def plain(text: str) -> str:
    """Return the text with nothing in it that Markdown would act on.

    Addresses and e-mail addresses are told by their letters after escapes are gone, so an unseen
    character parts them: an address that somebody wrote into a link or a table leads nowhere from here.
    """
    return cited(_LINKED.sub(lambda found: found[0] + _UNSEEN, text))


def cited(text: str) -> str:
    """The same of a citation of this site: the address in it is our own, to be followed and copied."""
    escaped = "".join(f"\\{char}" if char in r"\`*_{}[]()#+-.!|<>$:~" else char for char in text)
    return _NAMED_SIGN.sub(r"\&", escaped)
