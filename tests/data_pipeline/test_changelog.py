"""A build writes what it changed into the changelog's Data part."""

from data_pipeline import changelog

OLD = {"datasets": {"a": {"rows": 10, "sha256": "1", "period": ["2020", "2021"]}}}


def manifest(**entries):
    return {"datasets": {**OLD["datasets"], **entries}}


def entry(rows, digest):
    return {"rows": rows, "sha256": digest, "period": ["2020", "2022"]}


def test_lines_say_what_is_new_more_fewer_or_changed():
    assert changelog.lines(OLD, OLD) == []
    assert changelog.lines(OLD, manifest(b=entry(1200, "2"))) == [
        "- `b`: new, 1,200 rows, 2020 to 2022."
    ]
    assert changelog.lines(OLD, manifest(a=entry(12, "2"))) == [
        "- `a`: 2 rows more, 12 now, 2020 to 2022."
    ]
    assert changelog.lines(OLD, manifest(a=entry(9, "2"))) == [
        "- `a`: 1 rows fewer, 9 now, 2020 to 2022."
    ]
    assert changelog.lines(OLD, manifest(a=entry(10, "2"))) == [
        "- `a`: values or description changed, 10 rows, 2020 to 2022."
    ]


def test_a_new_version_stands_above_the_older_ones(tmp_path):
    path = tmp_path / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## 1.0.0\n\n### Data\n\n- first\n")
    changelog.add(path, "1.1.0", ["- `a`: more."])
    assert path.read_text() == (
        "# Changelog\n\n## 1.1.0\n\n### Data\n\n- `a`: more.\n\n## 1.0.0\n\n### Data\n\n- first\n"
    )


def test_lines_join_the_data_part_of_a_version_that_is_there(tmp_path):
    path = tmp_path / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## 1.1.0\n\n### Data\n\n- old\n\n### App\n\n- page\n")
    changelog.add(path, "1.1.0", ["- new"])
    assert (
        path.read_text()
        == "# Changelog\n\n## 1.1.0\n\n### Data\n\n- new\n- old\n\n### App\n\n- page\n"
    )
