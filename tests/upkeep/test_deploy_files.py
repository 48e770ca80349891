"""The files for servers name only what there is."""

import re
from pathlib import Path

import yaml

from settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"


def test_every_setting_they_name_is_one():
    known = {f"ONESCREEN_{name.upper()}" for name in Settings.model_fields}
    named = {
        word
        for file in DEPLOY.iterdir()
        for word in re.findall(r"ONESCREEN_[A-Z_]+", file.read_text("utf-8"))
    }
    assert named and named <= known


def test_the_composed_services_use_what_the_file_declares():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    volumes, secrets = set(told["volumes"]), set(told["secrets"])
    for name, service in told["services"].items():
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            assert source in volumes or (DEPLOY / source).exists(), (name, mount)
        for secret in service.get("secrets", ()):
            assert (secret["source"] if isinstance(secret, dict) else secret) in secrets, name
        assert set(service.get("depends_on", ())) <= set(told["services"])
    build = told["services"]["app"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_what_the_container_copies_exists():
    for line in (DEPLOY / "Containerfile").read_text("utf-8").splitlines():
        if line.startswith("COPY "):
            for name in line.split()[1:-1]:
                assert (DEPLOY.parent / name).exists(), name


def test_the_alerts_ask_for_figures_that_are_told():
    told = (DEPLOY.parent / "operations" / "upkeep" / "metrics.py").read_text("utf-8")
    rules = yaml.safe_load((DEPLOY / "onescreen-alerts.yml").read_text("utf-8"))
    for rule in rules["groups"][0]["rules"]:
        for name in re.findall(r"onescreen_\w+", rule["expr"]):
            assert re.sub(r"_(total|bucket|count)$", "", name) in told, rule["alert"]
