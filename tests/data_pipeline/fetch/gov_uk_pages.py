"""GOV.UK on loopback: pages of its Content API, and the files attached to them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, quote

from tests.data_pipeline.fetch.publisher import File, Handler, Publisher

COLLECTION = "/government/collections/police-use-of-force-statistics"
WORKFORCE_PAGE = "/government/statistical-data-sets/police-workforce-open-data-tables"
KINDS = {
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class GovUk(Publisher):
    """What is published.

    Attributes:
        pages: path -> the page as its JSON has it.
        moved: path -> path that a request for it is sent on to.
        files: path below /media -> file.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, dict[str, Any]] = {}
        self.moved: dict[str, str] = {}
        self.files: dict[str, File] = {}

    def handler(self) -> type[Handler]:
        return GovUkHandler

    def publish(
        self,
        path: str,
        title: str,
        files: Iterable[File],
        updated: str = "2026-07-23T09:30:00Z",
        collections: Iterable[str] = (),
    ) -> dict[str, Any]:
        """A publication with its attachments; `File.facts` replaces what is said of one."""
        attachments: list[dict[str, Any]] = [
            {
                "attachment_type": "html", "id": "1", "title": f"{title}: bulletin",
                "url": f"{path}/bulletin",
            }
        ]  # fmt: skip
        for number, file in enumerate(files):
            place = f"/media/{len(self.files)}{number}/{file.name}"
            self.files[place] = file
            attachments.append(
                {
                    "accessible": False, "alternative_format_contact_email": None,
                    "attachment_type": "file", "command_paper_number": "", "id": str(number),
                    "content_type": KINDS.get(file.format, "text/plain"),
                    "file_size": len(file.body), "filename": file.name,
                    "title": file.title or file.name, "url": f"{self.url}{quote(place)}",
                    **file.facts,
                }
            )  # fmt: skip
        item = {
            "base_path": path, "document_type": "official_statistics", "title": title,
            "public_updated_at": updated, "schema_name": "publication",
            "details": {"attachments": attachments, "body": "<div>…</div>"},
            "links": {"document_collections": [self._link(one) for one in collections]},
        }  # fmt: skip
        self.pages[path] = item
        return item

    def collect(self, path: str, title: str, documents: Iterable[str]) -> dict[str, Any]:
        """A collection, which lists publications by title and path."""
        item = {
            "base_path": path, "document_type": "document_collection", "title": title,
            "schema_name": "document_collection", "public_updated_at": "2026-07-23T09:30:00Z",
            "details": {"collection_groups": [], "body": ""},
            "links": {"documents": [self._link(one) for one in documents]},
        }  # fmt: skip
        self.pages[path] = item
        return item

    def _link(self, path: str) -> dict[str, Any]:
        title = self.pages[path]["title"] if path in self.pages else path
        return {"base_path": path, "title": title, "api_path": f"/api/content{path}", "withdrawn": False}  # fmt: skip


class GovUkHandler(Handler):
    """Answers as the Content API and the server of attachments do."""

    def respond(self, address: SplitResult, path: str, fault: str) -> None:
        page = path.removeprefix("/api/content")
        if page in self.publisher.moved:
            self.answer(301, b"", Location=f"/api/content{self.publisher.moved[page]}")
        elif page != path and page in self.publisher.pages:
            self.answer(200, json.dumps(self.publisher.pages[page]).encode())
        elif path in self.publisher.files:
            self.download(self.publisher.files[path], fault)
        else:
            self.answer(404, b'{"errors": {"status": 404}}')
