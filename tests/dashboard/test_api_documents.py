"""Documents about the data over HTTP: index, metadata, versions, feed, and whether the site is ready."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import csvw
import jsonschema
import pytest
from starlette.testclient import TestClient

from dashboard.site import feed
from dashboard.subjects.pages import PAGES
from datasets import catalogue
from datasets.schema import DATASETS
from tests.dashboard.page_reading import shown
from tests.dashboard.published_versions import application, publish_all

ANSWERS_JSON = (
    "/data",
    "/data/datapackage.json",
    "/openapi.json",
    "/data/boundaries.metadata.json",
)


@pytest.fixture(scope="module")
def versions_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published")
    publish_all(made)
    return made


@pytest.fixture
def folder(versions_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may spoil."""
    own = tmp_path / "published"
    shutil.copytree(versions_folder, own)
    monkeypatch.setenv("DATASETS_DIR", str(own))
    return own


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(application(), base_url="https://example.org") as found:
        yield found


@pytest.fixture
def shipped() -> Iterator[TestClient]:
    """The frozen tables."""
    with TestClient(application(), base_url="https://example.org") as found:
        yield found


def path_of(address: str) -> str:
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("https", "example.org")
    return parts.path


# Index


def test_the_index_lists_every_dataset_with_links_that_answer(client: TestClient) -> None:
    index = client.get("/data").json()
    assert index["version"] == "1.0.6"
    assert [one["id"] for one in index["datasets"]] == sorted(
        ["boundaries", "public_attitudes", "recorded_offences"]
    )
    offences = index["datasets"][2]
    assert (offences["rows"], offences["period"]) == (6, ["2022-02", "2022-04"])
    assert offences["licence"] == "Open Government Licence v3.0"
    for one in index["datasets"]:
        assert list(one["links"]) == ["csv", "xlsx", "parquet", "json", "metadata"]
        for address in one["links"].values():
            assert client.get(path_of(address)).status_code == 200
    for name in ("package", "openapi", "updates"):
        assert client.get(path_of(index[name])).status_code == 200


def test_the_index_of_the_shipped_tables_agrees_with_the_manifest(shipped: TestClient) -> None:
    manifest = catalogue.manifest()
    index = shipped.get("/data").json()
    assert {one["id"]: one["rows"] for one in index["datasets"]} == {
        name: entry["rows"] for name, entry in manifest["datasets"].items()
    }
    assert all(one["licence"] for one in index["datasets"])


@pytest.mark.parametrize("path", ANSWERS_JSON)
def test_documents_are_tagged_too(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["access-control-allow-origin"] == "*"
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


# Metadata


@pytest.mark.parametrize(
    "address",
    [
        "recorded_offences.metadata.json",
        "public_attitudes.metadata.json?columns=share_pct,is_transcription,measure",
    ],
)
def test_csvw_reads_the_csv_by_its_metadata(
    client: TestClient, tmp_path: Path, address: str
) -> None:
    content = client.get(f"/data/{address}").json()
    (tmp_path / "table.csv").write_bytes(client.get(f"/data/{content['url']}").content)
    content["url"] = "table.csv"
    (tmp_path / "metadata.json").write_text(json.dumps(content))
    table = csvw.Table.from_file(tmp_path / "metadata.json")
    rows = list(table.iterdicts(strict=True))
    dataset = address.split(".")[0]
    wanted = catalogue.load(dataset)
    names = [column.name for column in table.tableSchema.columns]
    assert [list(row) for row in rows] == [names] * len(wanted)
    number = "offences_count" if dataset == "recorded_offences" else "share_pct"
    assert [float(row[number]) for row in rows] == wanted[number].tolist()


def test_csvw_reads_every_shipped_table(shipped: TestClient, tmp_path: Path) -> None:
    for dataset in catalogue.ids():
        content = shipped.get(f"/data/{dataset}.metadata.json").json()
        assert content["tableSchema"].get("primaryKey") == list(DATASETS[dataset].key)
        body = shipped.get(f"/data/{dataset}.csv?limit=300").content
        (tmp_path / "table.csv").write_bytes(body)
        (tmp_path / "metadata.json").write_text(json.dumps({**content, "url": "table.csv"}))
        rows = list(csvw.Table.from_file(tmp_path / "metadata.json").iterdicts(strict=True))
        assert len(rows) == min(300, catalogue.manifest()["datasets"][dataset]["rows"])


def test_csvw_metadata_says_source_licence_and_version(client: TestClient) -> None:
    answer = client.get("/data/recorded_offences.metadata.json")
    assert answer.headers["content-type"] == "application/csvm+json"
    said = answer.json()
    assert said["@context"][0] == "http://www.w3.org/ns/csvw"
    assert said["dc:rights"] == ["Open Government Licence v3.0"]
    assert said["schema:version"] == "1.0.6"
    columns = {one["name"]: one for one in said["tableSchema"]["columns"]}
    assert columns["month"]["datatype"] == {"base": "date", "format": "yyyy-MM-dd"}
    assert columns["area_code"]["required"] is False
    assert columns["offences_count"]["schema:unitText"] == "offences"


def test_the_data_package_describes_the_csv_files(client: TestClient) -> None:
    package = client.get("/data/datapackage.json").json()
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert [one["path"] for one in package["resources"]] == [
        "boundaries.csv",
        "public_attitudes.csv",
        "recorded_offences.csv",
    ]
    for one in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])
        head = next(csv.reader(io.StringIO(client.get(f"/data/{one['path']}").text)))
        assert [column["name"] for column in one["schema"]["fields"]] == head
        assert one["licenses"][0]["path"].startswith("https://www.nationalarchives.gov.uk/")
        assert set(one["schema"]["primaryKey"]) <= set(head)


# OpenAPI


def test_openapi_names_only_what_answers(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    assert spec["openapi"] == "3.1.0"
    plain = [path for path in spec["paths"] if "{" not in path]
    assert len(plain) == 10 + 3 * 5
    for path in plain:
        assert client.get(path).status_code == 200, path


def test_openapi_leaves_out_a_damaged_table_and_declares_what_it_answers(
    client: TestClient, folder: Path
) -> None:
    for path in folder.glob("boundaries*.parquet"):
        path.write_bytes(path.read_bytes()[:-1])
    spec = client.get("/openapi.json").json()
    assert not [path for path in spec["paths"] if path.startswith("/data/boundaries")]
    assert "boundaries" not in spec["components"]["schemas"]
    for path in (one for one in spec["paths"] if "{" not in one):
        status = str(client.get(path).status_code)
        assert status in spec["paths"][path]["get"]["responses"], (path, status)
    assert client.get("/servez").json() == {"status": "serving"}
    answer = client.get("/data/boundaries.csv")
    assert answer.json()["error"] == (
        "the table boundaries is being checked and cannot be read at the moment"
    )


def test_every_parameter_of_openapi_is_taken(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    tried = 0
    for path, item in spec["paths"].items():
        if not path.endswith(".json") or not path.startswith("/data/recorded_offences."):
            continue
        for reference in item["get"]["parameters"]:
            one = spec["components"]["parameters"][reference["$ref"].rsplit("/", 1)[1]]
            answer = client.get(path, params={one["name"]: example_of(one)})
            assert answer.status_code == 200, (path, one["name"], answer.text)
            tried += 1
    assert tried == 2 * (10 + 4 + 4)


def test_openapi_names_the_figures_of_every_page_with_its_choices(shipped: TestClient) -> None:
    spec = shipped.get("/openapi.json").json()
    for page in (one for one in PAGES if one.path != "get-data"):
        name = page.path or "overview"
        for path, beside in (("/x/{}/{{file}}", ["look"]), ("/embed/{}/{{exhibit}}", [])):
            given = spec["paths"][path.format(name)]["get"]["parameters"]
            named = [parameter_of(spec, one) for one in given]
            asked = [one["name"] for one in named if one["in"] == "query"]
            assert asked == [*page.keys, "data", *beside], name
    assert not [path for path in spec["paths"] if "/get-data/" in path]


def test_every_choice_that_openapi_names_is_taken_for_a_figure(shipped: TestClient) -> None:
    spec = shipped.get("/openapi.json").json()
    page = shown("crime")
    for reference in spec["paths"]["/x/crime/{file}"]["get"]["parameters"]:
        name = parameter_of(spec, reference)["name"]
        value = page.chosen(name) or {"look": ["wide"], "data": [catalogue.version()]}.get(name, [])
        for one in value:
            answer = shipped.get("/x/crime/crime.plotly.json", params={name: one})
            assert answer.status_code == 200, (name, one)
    refused = shipped.get("/x/crime/crime.csv", params={"colour": "red"})
    assert refused.status_code == 400
    assert refused.json()["allowed"] == list(page_named("crime").keys)


def parameter_of(spec: dict, one: dict) -> dict:
    if "$ref" not in one:
        return one
    return spec["components"]["parameters"][one["$ref"].rsplit("/", 1)[1]]


def page_named(path: str):
    return next(one for one in PAGES if one.path == path)


def example_of(parameter: dict) -> str:
    if "example" in parameter:
        return parameter["example"]
    schema = parameter["schema"]
    schema = schema.get("items", schema)
    if "enum" in schema:
        return schema["enum"][0]
    return "2022-02" if "pattern" in schema else "1"


def test_json_answers_fit_their_schema(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    for dataset in ("recorded_offences", "public_attitudes", "boundaries"):
        content = spec["paths"][f"/data/{dataset}.json"]["get"]["responses"]["200"]["content"]
        schema = {**content["application/json"]["schema"], "components": spec["components"]}
        answer = client.get(f"/data/{dataset}.json").json()
        jsonschema.validate(answer, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"meta": answer["meta"], "rows": [{"edition": 5}]}, schema)
    error = {"$ref": "#/components/schemas/Error", "components": spec["components"]}
    jsonschema.validate(client.get("/data/boundaries.csv?limit=x").json(), error)


def test_no_column_is_named_as_another_parameter() -> None:
    for dataset in DATASETS.values():
        names = set(dataset.columns)
        bounds = {f"{name}_{end}" for name in names for end in ("from", "to")}
        assert not names & (bounds | {"columns", "limit", "offset", "sort"})


# Versions


def test_latest_leads_to_the_version(client: TestClient) -> None:
    asked = "/data/latest/recorded_offences.csv?area_code=E09000022&limit=1"
    answer = client.get(asked, follow_redirects=False)
    assert answer.status_code == 307
    there = "/data/v/1.0.6/recorded_offences.csv?area_code=E09000022&limit=1"
    assert answer.headers["location"] == there
    assert client.get(asked).text == client.get(there).text
    assert client.get("/data/latest").json()["version"] == "1.0.6"
    for name in ("elsewhere.html", "recorded_offences.csv.exe", "x.csv%0d%0aSet-Cookie:a=b"):
        refused = client.get(f"/data/latest/{name}", follow_redirects=False)
        assert refused.status_code == 404


def test_a_kept_version_answers_as_it_was_and_may_be_kept_for_ever(client: TestClient) -> None:
    first = {}
    for version in ("1.0.2", "1.0.3", "1.0.4", "1.0.5", "1.0.6"):
        answer = client.get(f"/data/v/{version}/recorded_offences.json?limit=1")
        first[version] = answer.json()["rows"][0]["offences_count"]
        assert answer.json()["meta"]["data_version"] == version
        assert answer.headers["cache-control"] == "public, max-age=3600"
    assert first == {"1.0.2": 102, "1.0.3": 103, "1.0.4": 104, "1.0.5": 105, "1.0.6": 7}


@pytest.mark.parametrize("name", ["", "/datapackage.json", "/recorded_offences.metadata.json"])
def test_a_kept_version_has_its_own_documents(client: TestClient, name: str) -> None:
    said = client.get(f"/data/v/1.0.4{name}").json()
    assert said.get("version", said.get("schema:version")) == "1.0.4"


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", "0.9.0", "7.0.0"])
def test_a_version_that_is_not_kept_is_gone_and_says_where_to(client: TestClient, version) -> None:
    for name in ("", "/recorded_offences.csv", "/datapackage.json"):
        answer = client.get(f"/data/v/{version}{name}")
        assert answer.status_code == 410
        assert answer.json()["allowed"] == [
            "/data/latest",
            *(f"/data/v/1.0.{n}" for n in range(6, 1, -1)),
        ]
        assert answer.headers["cache-control"] == "no-store"
        assert client.get(answer.json()["allowed"][0]).status_code == 200


@pytest.mark.parametrize("version", ["1.0", "latest", "1.0.x", "01.0.0", "v1.0.6"])
def test_what_is_no_version_is_not_found(client: TestClient, version: str) -> None:
    assert client.get(f"/data/v/{version}/recorded_offences.csv").status_code == 404


# Spoilt data


def test_a_spoilt_table_is_503_and_the_others_answer(client: TestClient, folder: Path) -> None:
    for path in folder.glob("boundaries*.parquet"):
        path.write_bytes(path.read_bytes() + b" ")
    for fmt in ("csv", "json", "parquet", "xlsx", "metadata.json"):
        answer = client.get(f"/data/boundaries.{fmt}")
        assert answer.status_code == 503
        assert set(answer.json()) == {"error", "allowed"}
        assert str(folder) not in answer.text
    assert client.get("/data/recorded_offences.csv").status_code == 200
    listed = {one["id"]: one for one in client.get("/data").json()["datasets"]}
    assert (
        listed["boundaries"]["error"]
        == "this table is being checked and cannot be read at the moment"
    )
    assert "links" in listed["recorded_offences"]
    assert client.get("/readyz").status_code == 503


def test_no_data_at_all_is_503_without_the_folder(client: TestClient, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    for path in (
        "/data",
        "/data/boundaries.csv",
        "/data/datapackage.json",
        "/openapi.json",
        "/readyz",
    ):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert str(folder) not in answer.text
    assert client.get("/sitemap.xml").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_manifest_that_may_not_be_read_is_said_without_its_path(client, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").mkdir()
    for path in ("/data", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert str(folder) not in answer.text


def test_a_fault_of_ours_is_503_and_says_nothing(client: TestClient, monkeypatch, caplog) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("dashboard.files.tables.meta_of", fails)
    answer = client.get("/data/boundaries.csv")
    assert answer.status_code == 503
    assert "secret" not in answer.text
    assert "secret of the machine" in caplog.text


# Feed, search engines, health

CHANGES = """# Changelog

## 2.0.0

### Data

- `boundaries`: new, 33 rows; A & B <b>.
- `population`: 5 rows
  more, 38 now.

### App

- A new page.

## 1.0.6

### App

- Nothing of the data.

## 1.0.5

### Data

- First.
"""


def test_the_feed_holds_the_data_parts_of_the_changelog(client, tmp_path, monkeypatch) -> None:
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    monkeypatch.setattr(feed, "CHANGELOG", tmp_path / "CHANGELOG.md")
    answer = client.get("/updates.xml")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(answer.content).find("channel")
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["Data 2.0.0", "Data 1.0.5"]
    assert items[0].findtext("description") == (
        "<ul><li><code>boundaries</code>: new, 33 rows; A &amp; B &lt;b&gt;.</li>"
        "<li><code>population</code>: 5 rows more, 38 now.</li></ul>"
        "<p>The files of this version are not kept here; the link leads to those that are.</p>"
    )
    assert items[1].findtext("description") == "<ul><li>First.</li></ul>"
    assert items[0].find("pubDate") is None  # that version is not here: no date is made up
    assert items[0].findtext("link") == "https://example.org/data/v"
    assert items[1].findtext("pubDate").endswith("GMT")
    assert items[1].findtext("link") == "https://example.org/data/v/1.0.5"
    assert client.get("/data/v/1.0.5").status_code == 200


def test_the_feed_reads_the_changelog_of_this_repository(shipped: TestClient) -> None:
    items = ElementTree.fromstring(shipped.get("/updates.xml").content).findall("channel/item")
    assert items[-1].findtext("title") == "Data 1.0.0"
    assert "public_attitudes" in items[-1].findtext("description")
    for item in items:
        assert shipped.get(path_of(item.findtext("link"))).status_code == 200


def test_a_missing_changelog_is_an_empty_feed(client, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(feed, "CHANGELOG", tmp_path / "none.md")
    answer = client.get("/updates.xml")
    assert ElementTree.fromstring(answer.content).findall("channel/item") == []


def test_the_sitemap_names_the_pages(client: TestClient) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = [found.text for found in tree.findall("s:url/s:loc", space)]
    assert places == [
        "https://example.org/",
        "https://example.org/trust",
        "https://example.org/data",
    ]
    days = {found.text for found in tree.findall("s:url/s:lastmod", space)}
    assert days == {catalogue.manifest()["built_at"][:10]}


def test_the_sitemap_of_the_site_names_every_page() -> None:
    from dashboard.subjects.pages import PAGES

    text = (Path(__file__).parents[2] / "app.py").read_text()
    assert "routes.routes(pages=[page.path for page in PAGES])" in text
    assert "" in [page.path for page in PAGES]


def test_robots_are_told_of_the_sitemap(client: TestClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "User-agent: *" in answer.text
    assert answer.text.endswith("Sitemap: https://example.org/sitemap.xml\n")


def test_robots_may_draw_a_page_but_not_take_every_choice_of_its_files(client: TestClient) -> None:
    rules = client.get("/robots.txt").text.splitlines()
    assert rules.index("Disallow: /x/") < rules.index("Allow: /x/*.plotly.json")
    assert not [rule for rule in rules if "/embed" in rule]  # a frame says itself not to be listed


def test_health_is_told_when_every_thread_is_busy(client: TestClient, monkeypatch) -> None:
    async def never(*_: object) -> None:
        raise TimeoutError("no thread is free")

    held = {"If-None-Match": client.get("/data/boundaries.csv").headers["etag"]}
    monkeypatch.setattr("dashboard.files.answers._in_thread", never)
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/data/boundaries.csv", headers=held).status_code == 304
    with pytest.raises(TimeoutError):
        client.get("/data/boundaries.csv")


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "problems": []}


@pytest.mark.parametrize("path", ["/data", "/data/v", "/data/v/1.0.4"])
def test_a_slash_too_many_is_sent_on(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, path)
    assert client.get(f"{path}/").json() == client.get(path).json()


def test_latest_alone_leads_to_the_files_of_the_current_version(client: TestClient) -> None:
    for path in ("/data/latest", "/data/latest/"):
        answer = client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, "/data/v/1.0.6")


def test_the_versions_are_listed_with_their_days(client: TestClient) -> None:
    said = client.get("/data/v").json()
    assert said["latest"] == "https://example.org/data/latest"
    assert [one["version"] for one in said["versions"]] == [f"1.0.{n}" for n in range(6, 1, -1)]
    assert said["versions"][0]["published"] == catalogue.manifest()["built_at"]
    for one in said["versions"]:
        assert client.get(path_of(one["address"])).json()["version"] == one["version"]


@pytest.mark.parametrize("path", ["/data/v/1.0.0/", "/data/v/7.0.0/"])
def test_a_slash_after_a_version_that_is_gone_is_no_way_round(client: TestClient, path) -> None:
    assert client.get(path, follow_redirects=False).status_code == 410
    assert client.get("/data/v/x/", follow_redirects=False).status_code == 404


# Parameters


@pytest.mark.parametrize(
    "path",
    ["/data", "/data/", "/data/v", "/data/v/", "/data/v/1.0.6", "/data/v/1.0.6/", "/data/latest",
     "/data/latest/", "/data/datapackage.json", "/data/v/1.0.6/datapackage.json", "/openapi.json",
     "/updates.xml"],
)  # fmt: skip
def test_what_is_given_whole_takes_no_parameters(client: TestClient, path: str) -> None:
    for query in ("limit=5", "area_code=E09000022", "x", "&"):
        answer = client.get(f"{path}?{query}", follow_redirects=False)
        assert answer.status_code == 400, query
        assert answer.json() == {
            "error": "this address takes no parameters",
            "allowed": ["no parameters", "/data/{dataset}.csv?{column}={value}"],
        }
    assert client.get(f"{path}?").status_code == 200


def test_metadata_refuses_what_its_table_refuses(client: TestClient) -> None:
    answer = client.get("/data/boundaries.metadata.json?colour=red")
    assert answer.status_code == 400
    assert answer.json()["error"] == "a parameter names no column of this table"
    assert answer.json()["allowed"][:3] == ["area_code", "area_name", "geometry"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/sitemap.xml"])
def test_what_watchers_and_search_engines_add_is_let_pass(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?now=5").status_code == 200


# Hosts


@pytest.mark.parametrize(
    "path",
    ["/data", "/data/v", "/data/boundaries.csv", "/data/boundaries.json?limit=1", "/openapi.json",
     "/updates.xml", "/sitemap.xml", "/robots.txt"],
)  # fmt: skip
def test_an_answer_with_whole_addresses_is_another_one_for_another_host(
    client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(host: str) -> tuple[str, bytes, str | None]:
        answer = client.get(path, headers={"Host": host})
        whole = answer.content + answer.headers.get("link", "").encode()
        return answer.headers.get("vary", ""), whole, answer.headers.get("etag")

    (vary, one, tag), (_, other, other_tag) = said("one.example"), said("two.example")
    assert "Host" in vary.split(", ")
    assert b"//one.example" in one
    assert one.replace(b"//one.example", b"//two.example") == other
    assert tag is None or tag != other_tag
    if tag:
        held = {"If-None-Match": tag, "Host": "one.example"}
        assert "Host" in client.get(path, headers=held).headers["vary"]

    monkeypatch.setenv("SITE_URL", "https://scorecard.example")
    (vary, one, tag), other = said("one.example"), said("two.example")
    assert "Host" not in vary
    assert (vary, one, tag) == other
    assert b"//scorecard.example" in one
