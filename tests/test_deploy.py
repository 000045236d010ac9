"""What is in `deploy/` is well-formed, hangs together, and names only what there is: commands, paths, probes, ports."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from dashboard import metrics
from dashboard.files import routes
from deploy import probe
from tests.conftest import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
PORT = 8501
METRICS_PORT = 9501
IMAGE = "london-policing-scorecard"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
UNITS = sorted((DEPLOY / "systemd").glob("*.*"))
OURS = {route.path for route in routes.routes() if hasattr(route, "path")}


def resources() -> list[dict[str, Any]]:
    return [one for path in MANIFESTS for one in yaml.safe_load_all(path.read_text())]


def resource(kind: str, name: str) -> dict[str, Any]:
    (found,) = (
        one for one in resources() if (one["kind"], one["metadata"]["name"]) == (kind, name)
    )
    return found


def pod_of(one: dict[str, Any]) -> dict[str, Any]:
    """The pods that a Deployment or a CronJob starts."""
    spec = one["spec"]
    return spec.get("jobTemplate", {"spec": spec})["spec"]["template"]["spec"]


PODS = [pod_of(one) for one in resources() if one["kind"] in {"Deployment", "CronJob"}]
CONTAINERS = [one for pod in PODS for one in (*pod["containers"], *pod.get("initContainers", ()))]


def dockerfile() -> list[tuple[str, str]]:
    """Instruction and what it says, of the image's last stage."""
    text = re.sub(r"^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = filter(None, text.replace("\\\n", " ").splitlines())
    found = [(line.split()[0], line.split(maxsplit=1)[1].strip()) for line in lines]
    last = max(place for place, (word, _) in enumerate(found) if word == "FROM")
    return found[last:]


def unit(path: Path) -> configparser.RawConfigParser:
    """A unit of systemd, each of whose names stands once but those that may stand again."""
    found = configparser.RawConfigParser(strict=path.suffix != ".service", interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(path.read_text())
    return found


# The image


def test_the_image_is_linted() -> None:
    """Debian's packages are not pinned: a rebuild is to take its security fixes."""
    linter = Path(sys.executable).with_name("hadolint")
    command = [str(linter), "--ignore", "DL3008", str(DEPLOY / "Dockerfile")]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


def test_the_image_holds_what_is_run_and_nobody_in_it_is_root() -> None:
    steps = dockerfile()
    copied = [
        one
        for word, said in steps
        if word == "COPY" and "--from" not in said
        for one in said.split()[:-1]
    ]
    assert [one for one in copied if not (REPOSITORY / one).exists()] == []
    packages = {path.parent.name for path in REPOSITORY.glob("*/__init__.py")} - {"tests"}
    packages |= {
        "dashboard",
        "pages",
        "app.py",
        ".streamlit",
        "Makefile",
        "requirements.locked.txt",
    }
    assert set(copied) - {"deploy/probe.py"} == packages - {"benchmarks", "deploy"}
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert {one.removeprefix("!") for one in ignored if one.startswith("!")} == set(copied)
    told = dict(steps)
    assert told["USER"] == "10001:10001"
    assert told["EXPOSE"] == str(PORT)
    assert f"http://127.0.0.1:{PORT}/servez" in told["HEALTHCHECK"]
    command = json.loads(told["CMD"])
    assert command[:3] == [".venv/bin/streamlit", "run", "app.py"]
    assert f"--server.port={PORT}" in command


def test_every_address_that_is_probed_is_one_of_the_sites() -> None:
    files = (path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".pyc")
    texts = [path.read_text() for path in files]
    probed = {
        path
        for text in texts
        for path in re.findall(r"(?:http://[\w.%-]+:\d+|location = |path: )(/[a-z]+z)\b", text)
    }
    assert probed == {"/healthz", "/servez", "/readyz"}
    assert probed <= OURS


# Kubernetes


@pytest.mark.parametrize(
    "one", resources(), ids=lambda one: f"{one['kind']} {one['metadata']['name']}"
)
def test_every_manifest_is_what_its_schema_allows(one: dict[str, Any]) -> None:
    kubernetes_validate.validate(one, "1.33", strict=True)


def test_a_manifest_that_is_not_is_caught() -> None:
    wrong = resource("Deployment", "site")
    wrong["spec"]["template"]["spec"]["containers"][0]["readyness"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.33", strict=True)


def test_every_container_is_of_the_one_image_without_rights_and_writes_to_memory_alone() -> None:
    assert len(CONTAINERS) == 4
    for one in CONTAINERS:
        assert one["image"].split(":")[0] == IMAGE
        assert one["securityContext"]["readOnlyRootFilesystem"] is True
        assert one["securityContext"]["allowPrivilegeEscalation"] is False
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    for pod in PODS:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert f"{pod['securityContext']['runAsUser']}:10001" == dict(dockerfile())["USER"]
        assert pod["automountServiceAccountToken"] is False
        mounted = {
            one["name"]
            for container in (*pod["containers"], *pod.get("initContainers", ()))
            for one in container.get("volumeMounts", ())
        }
        assert mounted == {one["name"] for one in pod.get("volumes", ())}


def test_a_damaged_table_takes_no_replica_out_and_raises_the_alarm() -> None:
    (site,) = pod_of(resource("Deployment", "site"))["containers"]
    assert site["readinessProbe"]["httpGet"]["path"] == "/servez"
    assert site["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert "/readyz" not in json.dumps(site)
    (alarm,) = pod_of(resource("CronJob", "ready-alarm"))["containers"]
    assert alarm["command"][-1] == f"http://site-each:{PORT}/readyz"
    each = resource("Service", "site-each")["spec"]
    assert each["clusterIP"] == "None"
    assert each["publishNotReadyAddresses"] is True


def test_what_kubernetes_names_is_there() -> None:
    site = resource("Deployment", "site")
    labels = site["spec"]["template"]["metadata"]["labels"]
    (container,) = pod_of(site)["containers"]
    port, figures = container["ports"]
    assert port["containerPort"] == PORT
    assert (figures["name"], figures["containerPort"]) == ("metrics", METRICS_PORT)
    for name in ("site", "site-each"):
        spec = resource("Service", name)["spec"]
        assert spec["selector"] == labels
        assert spec["ports"] == [{"name": port["name"], "port": PORT, "targetPort": port["name"]}]
    budget = resource("PodDisruptionBudget", "site")["spec"]
    scaler = resource("HorizontalPodAutoscaler", "site")["spec"]
    assert budget["selector"]["matchLabels"] == labels
    assert scaler["scaleTargetRef"] == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "name": "site",
    }
    assert budget["minAvailable"] < scaler["minReplicas"]
    (rule,) = resource("Ingress", "site")["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"] == {
        "name": "site",
        "port": {"name": "http"},
    }
    maps = {
        one["configMapRef"]["name"]
        for c in CONTAINERS
        for one in c.get("envFrom", ())
        if "configMapRef" in one
    }
    assert maps == {"scorecard"}
    host = resource("ConfigMap", "scorecard")["data"]["SITE_URL"].removeprefix("https://")
    assert host == rule["host"]


# Commands

COMMANDS = [
    *[one["command"] for one in CONTAINERS if "command" in one],
    *[
        shlex.split(value)
        for path in UNITS
        if path.suffix == ".service"
        for name, value in unit(path)["Service"].items()
        if name.startswith("ExecStart")
    ],
    *[
        one["command"]
        for one in yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"].values()
        if isinstance(one.get("command"), list) and one["image"] == IMAGE
    ],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command)[:60])
def test_every_command_is_one_that_exists(command: list[str]) -> None:
    name = command[0].removeprefix("/opt/scorecard/")
    if Path(name).name == "make":
        targets = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
        variables = re.findall(
            r"^([A-Z]+) \?=", (REPOSITORY / "Makefile").read_text(), re.MULTILINE
        )
        assert command[1] in targets
        assert {one.split("=")[0] for one in command[2:]} <= {*variables}
    elif name == "/bin/sh":
        subprocess.run(["/bin/sh", "-n", *command[1:]], check=True)
    elif name == ".venv/bin/streamlit":
        assert command[1:3] == ["run", "app.py"]
    else:
        assert name == ".venv/bin/python"
        assert (REPOSITORY / command[1]).exists()


# One machine


def test_compose_has_nginx_before_three_hardened_replicas() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    replicas = {name: one for name, one in services.items() if name.startswith("site-")}
    named = re.findall(
        r"^server ([\w-]+):(\d+)", (DEPLOY / "nginx" / "replicas.conf").read_text(), re.MULTILINE
    )
    assert named == [(name, str(PORT)) for name in replicas]
    assert set(services["nginx"]["depends_on"]) == set(replicas)
    for one in (*replicas.values(), services["nginx"], services["data"]):
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["tmpfs"]
    for one in replicas.values():
        assert one["build"] == {"context": "..", "dockerfile": "deploy/Dockerfile"}
        assert one["volumes"] == ["data:/data:ro"]
        assert "user" not in one
    (published,) = services["nginx"]["ports"]
    listens = re.search(r"listen (\d+);", (DEPLOY / "nginx" / "nginx.conf").read_text())[1]
    assert published.split(":")[1] == listens
    assert set(compose["volumes"]) == {"data"}


def test_every_unit_is_one_and_what_it_names_is_there() -> None:
    names = {path.name for path in UNITS}
    for path in UNITS:
        if path.suffix == ".sysusers":
            assert path.read_text().splitlines()[-1].startswith("u scorecard ")
            continue
        found = unit(path)
        assert found["Unit"]["Description"]
        if path.suffix == ".timer":
            assert path.with_suffix(".service").name in names
            assert found["Timer"]["OnCalendar"]
        else:
            assert found["Service"]["User"] == "scorecard"
            assert found["Service"]["ProtectSystem"] == "strict"
            assert found["Service"]["WorkingDirectory"] == "/opt/scorecard"
    alarm = unit(DEPLOY / "systemd" / "scorecard-alarm.service")["Service"]["ExecStart"]
    assert "/readyz" in alarm
    text = (DEPLOY / "systemd" / "scorecard@.service").read_text()
    data = unit(DEPLOY / "systemd" / "scorecard-data.service")["Service"]["ExecStart"]
    folder = re.search(r"DATASETS_DIR=(\S+)\n", text)[1]
    assert f"OUT={folder}" in data.split()


# Figures for who watches


def test_the_port_of_the_figures_is_reached_by_nobody_but_who_watches() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for name, one in services.items():
        assert str(METRICS_PORT) not in json.dumps(one.get("ports", [])), name
        if name.startswith("site-"):
            assert one["environment"][metrics.PORT] == METRICS_PORT
            assert "ports" not in one
    assert services["prometheus"]["ports"][0].startswith("127.0.0.1:")
    nginx = "".join(path.read_text() for path in (DEPLOY / "nginx").iterdir())
    assert str(METRICS_PORT) not in nginx
    assert "location = /metrics { return 404; }" in nginx
    for one in resources():
        if one["kind"] in {"Service", "Ingress"}:
            assert "metrics" not in json.dumps(one["spec"])
    site = resource("Deployment", "site")["spec"]["template"]
    assert site["metadata"]["annotations"]["prometheus.io/port"] == str(METRICS_PORT)
    assert resource("ConfigMap", "scorecard")["data"][metrics.PORT] == str(METRICS_PORT)
    policy = resource("NetworkPolicy", "site")["spec"]
    assert policy["podSelector"]["matchLabels"] == site["metadata"]["labels"]
    (everyone,) = (one for one in policy["ingress"] if "from" not in one)
    assert everyone["ports"] == [{"port": "http"}]
    unit_of_one = (DEPLOY / "systemd" / "scorecard@.service").read_text()
    assert f"Environment={metrics.PORT}=1%i\n" in unit_of_one
    assert metrics.HOST not in unit_of_one


def test_every_alert_asks_for_figures_that_there_are() -> None:
    (group,) = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text())["groups"]
    there = {
        f"{family.name}{end}"
        for family in metrics.REGISTRY.collect()
        for end in ("", "_total", "_bucket", "_info")
    }
    for rule in group["rules"]:
        asked = set(re.findall(r"\b(?:scorecard|process)_\w+", rule["expr"]))
        assert asked <= there, rule["alert"]
        assert asked or rule["alert"] == "ReplicaSilent"
        assert rule["annotations"]["summary"]
    watched = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yaml").read_text())
    (job,) = watched["scrape_configs"]
    assert job["static_configs"][0]["targets"] == [f"site-{n}:{METRICS_PORT}" for n in (1, 2, 3)]
    assert (DEPLOY / "prometheus" / watched["rule_files"][0]).exists()


# The probe


@pytest.fixture
def replica() -> Iterator[str]:
    """A server that is well at one address and not at another."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/well" else 503)
            self.end_headers()
            self.wfile.write(b"workforce: the table is missing")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_probe_fails_with_what_a_replica_says(
    replica: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert probe.main([f"{replica}/well"]) == 0
    assert capsys.readouterr().err == ""
    assert probe.main([f"{replica}/well", f"{replica}/ill"]) == 1
    port = replica.rpartition(":")[2]
    assert capsys.readouterr().err == f"127.0.0.1:{port}/ill: 503 workforce: the table is missing\n"


def test_the_probe_fails_where_nobody_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe.main(["http://127.0.0.1:1/servez"]) == 1
    assert "no answer" in capsys.readouterr().err
    assert probe.main([]) == 2
