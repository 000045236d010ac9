"""Parameters that campaigns and social networks add to links: they choose nothing here."""

from __future__ import annotations

from urllib.parse import unquote_plus

_BEGINNINGS = (
    "utm_",
    "mtm_",
    "matomo_",
    "pk_",
    "piwik_",
    "hsa_",
    "at_",
    "ns_",
    "oly_",
    "vero_",
    "trk_",
    "fb_",
    "_hs",
)
_NAMES = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "gad_source", "gad_campaignid", "srsltid"),
        *("msclkid", "twclid", "ttclid", "tt_medium", "li_fat_id", "igshid", "igsh", "yclid", "ysclid", "rdt_cid"),
        *("mc_cid", "mc_eid", "mkt_tok", "epik", "s_cid", "s_kwcid", "cmpid", "cmp", "icid", "ncid", "sc_cid"),
        *("_ga", "_gl", "_gac", "_ke", "_openstat", "_branch_match_id", "ref", "ref_src", "ref_url", "xtor", "wt_mc"),
        *("share", "sharedid", "shared", "smid", "smtyp", "spm", "scid", "sscid", "wickedid", "zanpid"),
    )
)  # fmt: skip


def is_of_campaign(name: str) -> bool:
    """Say whether a parameter is one that campaigns, newsletters or networks add, whatever its case."""
    plain = name.lower()
    return plain in _NAMES or plain.startswith(_BEGINNINGS)


def without_campaigns(query: bytes) -> bytes:
    """A query string without such parameters; the others as they were written, in their order."""
    parts = query.split(b"&")
    kept = [part for part in parts if not is_of_campaign(_name(part))]
    return query if len(kept) == len(parts) else b"&".join(kept)


def _name(part: bytes) -> str:
    return unquote_plus(part.partition(b"=")[0].decode("latin-1"))
