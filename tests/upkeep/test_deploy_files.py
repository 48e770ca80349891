"""The files for servers name only what there is."""

import ipaddress
import json
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


def lines_of(kind: str) -> list[str]:
    """What a kind of line of the container file says, continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    return [line.removeprefix(kind).strip() for line in text.splitlines() if line.startswith(kind)]


def test_the_container_file_keeps_what_a_linter_asks_for():
    """There is no container engine where this is tested: the file is read, never built."""
    [image] = lines_of("FROM ")
    assert re.fullmatch(r"[\w./-]+:[\w.-]+", image) and not image.endswith(":latest")
    [user] = lines_of("USER ")
    assert user.isdecimal() and int(user) >= 10_000, "a number, so that a cluster may check it"
    assert all(path.startswith("/") for path in lines_of("WORKDIR "))
    for command in lines_of("RUN "):
        assert "sudo" not in command and "chmod 777" not in command
        assert "pip install" not in command or "--no-cache-dir" in command
        assert "apt-get install" not in command or "rm -rf /var/lib/apt/lists" in command
    for kind in ("ENTRYPOINT ", "CMD "):
        assert all(json.loads(told) for told in lines_of(kind)), "the form that starts no shell"
    assert lines_of("HEALTHCHECK "), "an engine must tell that it answers"
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert not re.search(r"^ADD |(?i:password|token|secret)=", text, re.MULTILINE)
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").split()
    assert {".git", ".venv", "var", "deploy"} <= set(ignored), "no secrets and no data in an image"
    left_out = {name for name in ignored if (DEPLOY.parent / name).exists()}
    needed = {"app.py", "requirements.txt", "locale", "districts", "topics", "assets", "store"}
    assert not left_out & needed


def test_everybody_speaks_of_the_port_the_server_listens_on():
    port = str(Settings.model_fields["port"].default)
    assert lines_of("EXPOSE ") == [port]
    assert f"127.0.0.1:{port}/healthz" in lines_of("HEALTHCHECK ")[0]
    assert f"reverse_proxy app:{port}" in (DEPLOY / "Caddyfile").read_text("utf-8")


def test_no_composed_service_is_open_but_the_proxy_and_each_has_a_fixed_image():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert [name for name, one in told["services"].items() if "ports" in one] == ["proxy"]
    for name, service in told["services"].items():
        image = service.get("image", "built:here")
        assert ":" in image and not image.endswith(":latest"), name
        assert service["restart"] == "unless-stopped", name
        assert not service.get("privileged"), name
    asked = told["services"]["database"]["environment"]["POSTGRES_USER"]
    address = told["services"]["app"]["environment"]["ONESCREEN_DATABASE_URL"]
    assert f"//{asked}@database/" in address
    proxy = told["services"]["proxy"]["networks"]["inside"]["ipv4_address"]
    assert told["services"]["app"]["environment"]["ONESCREEN_TRUSTED_PROXIES"] == proxy
    [net] = told["networks"]["inside"]["ipam"]["config"]
    assert ipaddress.ip_address(proxy) in ipaddress.ip_network(net["subnet"])


def test_the_alerts_ask_for_figures_that_are_told():
    told = (DEPLOY.parent / "operations" / "upkeep" / "metrics.py").read_text("utf-8")
    rules = yaml.safe_load((DEPLOY / "onescreen-alerts.yml").read_text("utf-8"))
    for rule in rules["groups"][0]["rules"]:
        for name in re.findall(r"onescreen_\w+", rule["expr"]):
            assert re.sub(r"_(total|bucket|count)$", "", name) in told, rule["alert"]


# What the compose specification knows of a file, and of a service that is used here.
COMPOSE = {"name", "services", "networks", "volumes", "secrets", "configs", "include"}
SERVICE = {
    *("image", "build", "command", "entrypoint", "env_file", "environment", "depends_on", "user"),
    *("healthcheck", "networks", "ports", "expose", "volumes", "secrets", "restart", "read_only"),
    *("tmpfs", "stop_grace_period", "cap_drop", "cap_add", "security_opt", "init", "logging"),
    *("shm_size", "mem_limit", "cpus", "labels", "profiles", "hostname", "working_dir"),
}


def test_the_composed_file_has_only_keys_that_are_understood():
    """There is no engine here that would read it: a key that is mistyped would be found there."""
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert set(told) <= COMPOSE
    for name, service in told["services"].items():
        assert set(service) <= SERVICE, name
        assert ("image" in service) or ("build" in service), name
        nets = service.get("networks", ())
        assert set(nets) <= set(told["networks"]), name
        waits = service.get("depends_on", ())
        for wanted in waits.values() if isinstance(waits, dict) else ():
            assert wanted["condition"] in {
                "service_started", "service_healthy", "service_completed_successfully",
            }  # fmt: skip
            assert set(wanted) <= {"condition", "restart", "required"}
        test = service.get("healthcheck", {}).get("test", ["CMD"])
        assert isinstance(test, str) or test[0] in {"CMD", "CMD-SHELL", "NONE"}, name


def test_the_proxy_s_file_is_blocks_of_directives_there_are():
    known = {"reverse_proxy", "encode", "header", "log", "tls", "redir", "respond", "request_body"}
    within = {"reverse_proxy": {"flush_interval", "header_up", "header_down", "transport"}}
    open_blocks: list[str] = []
    for line in (DEPLOY / "Caddyfile").read_text("utf-8").splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words == ["}"]:
            open_blocks.pop()
            continue
        if open_blocks:
            assert words[0] in within.get(open_blocks[-1], known), line
        else:
            assert re.fullmatch(r"\{\$\w+\}|[\w.:*-]+", words[0]) and words[-1] == "{", line
        if words[-1] == "{":
            open_blocks.append(words[0])
        assert "{" not in words[:-1] and "}" not in words, line
    assert open_blocks == []
