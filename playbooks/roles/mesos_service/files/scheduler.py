#!/usr/bin/env python3
"""A framework on Mesos that keeps declared containers running.

    scheduler.py run --config FILE       subscribe to the leading master and keep the services running; started by systemd
    scheduler.py status --config FILE    list services that do not run; exit status 1 if there are any
    scheduler.py wait --config FILE      the same, after waiting until all run or the time is up

The configuration is JSON and is reread whenever it changes:

    {"masters": ["192.0.2.1:5050"], "framework": {"name": "plumb", "user": "root", "failover_timeout": 604800},
     "state": "/var/lib/mesos-scheduler/state.json", "relaunch_delay": 5,
     "services": [{"name": "web", "image": "web:1", "network": "calico", "ip": "192.0.2.100", "cpus": 0.5, "mem": 256,
                   "command": "", "env": {}, "hosts": ["node1"], "attributes": {"rack": "1"}, "parameters": {"label": "x=y"}}]}

A changed service is killed and relaunched; a service that is no longer declared is killed. The state file keeps the framework's id and
its tasks, so that a restarted scheduler resumes both.
"""
import argparse
import hashlib
import http.client
import json
import os
import random
import signal
import sys
import threading
import time
import urllib.parse

ALIVE = ("TASK_STAGING", "TASK_STARTING", "TASK_RUNNING", "TASK_KILLING", "TASK_UNREACHABLE")
API = "/api/v1/scheduler"
MISSED_HEARTBEATS = 5


def log(text):
    print(text, file=sys.stderr, flush=True)


def digest(service):
    return hashlib.sha256(json.dumps(service, sort_keys=True).encode()).hexdigest()[:12]


def read_config(path):
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    names = [service["name"] for service in config["services"]]
    if len(names) != len(set(names)):
        raise ValueError("a service is declared twice: %s" % names)
    return config


def read_state(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"framework_id": None, "tasks": {}}


class Lost(Exception):
    """The connection to the master is lost; subscribe again."""


class Removed(Exception):
    """The master has removed the framework for good."""


# ---- the connection


class Subscription:
    """The connection that delivers events; each call uses a connection of its own."""

    def __init__(self, masters, framework, framework_id):
        self.master, self.connection, answer = self._subscribe(masters, framework, framework_id)
        self.answer, self.stream_id = answer, answer.getheader("Mesos-Stream-Id")

    @staticmethod
    def _subscribe(masters, framework, framework_id):
        call = {"type": "SUBSCRIBE", "subscribe": {"framework_info": dict(framework)}}
        if framework_id:
            call["framework_id"] = {"value": framework_id}
            call["subscribe"]["framework_info"]["id"] = {"value": framework_id}
        asked, told = [], "no master is declared"
        waiting = random.sample(masters, len(masters))
        while waiting:
            master = waiting.pop(0)
            asked.append(master)
            connection = http.client.HTTPConnection(master, timeout=10)
            try:
                connection.request("POST", API, json.dumps(call), {"Content-Type": "application/json", "Accept": "application/json"})
                answer = connection.getresponse()
                if answer.status == 200:
                    return master, connection, answer
                told = "%s answered with status %d: %s" % (master, answer.status, answer.read(300).decode(errors="replace"))
                # Relative to the protocol: //host:port/...
                leader = urllib.parse.urlsplit(answer.getheader("Location") or "").netloc
                if answer.status == 307 and leader and leader not in asked:
                    waiting.insert(0, leader)
            except (OSError, http.client.HTTPException) as problem:
                told = "%s: %s" % (master, problem)
            connection.close()
        raise Lost(told)

    def events(self):
        """Yields records, regardless of HTTP chunks. A record is its length, a line feed and that many bytes."""
        patience = 60
        while True:
            self.connection.sock.settimeout(patience)
            try:
                length = self.answer.readline()
                if not length:
                    raise Lost("the master ended the connection")
                text = self._exactly(int(length))
            except (OSError, ValueError, http.client.HTTPException) as problem:
                raise Lost(str(problem)) from problem
            event = json.loads(text)
            if event["type"] == "SUBSCRIBED":
                patience = MISSED_HEARTBEATS * event["subscribed"].get("heartbeat_interval_seconds", 15)
            yield event

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.answer.read(count - len(data))
            if not part:
                raise Lost("the master ended the connection")
            data += part
        return data

    def call(self, framework_id, kind, body=None):
        call = {"framework_id": {"value": framework_id}, "type": kind}
        if body is not None:
            call[kind.lower()] = body
        connection = http.client.HTTPConnection(self.master, timeout=10)
        try:
            connection.request("POST", API, json.dumps(call), {"Content-Type": "application/json", "Mesos-Stream-Id": self.stream_id})
            answer = connection.getresponse()
            text = answer.read(300).decode(errors="replace")
        except (OSError, http.client.HTTPException) as problem:
            raise Lost("%s: %s" % (kind, problem)) from problem
        finally:
            connection.close()
        if answer.status != 202:
            raise Lost("%s was answered with status %d: %s" % (kind, answer.status, text))

    def close(self):
        # Wakes the thread that waits for an event.
        try:
            self.connection.sock.shutdown(2)
        except (OSError, AttributeError):
            pass
        self.connection.close()


# ---- task definitions


def task_info(service, task_id, agent_id):
    network = service.get("network", "bridge")
    parameters = [{"key": key, "value": str(value)} for key, value in sorted(service.get("parameters", {}).items())]
    if service.get("ip"):
        parameters.append({"key": "ip", "value": service["ip"]})
    docker = {"image": service["image"], "parameters": parameters, "privileged": bool(service.get("privileged"))}
    container = {"type": "DOCKER", "docker": docker}
    if network in ("bridge", "host", "none"):
        docker["network"] = network.upper()
    else:
        docker["network"] = "USER"
        container["network_infos"] = [{"name": network}]
    variables = [{"name": name, "value": str(value)} for name, value in sorted(service.get("env", {}).items())]
    command = {"shell": bool(service.get("command")), "environment": {"variables": variables}}
    if service.get("command"):
        command["value"] = service["command"]
    return {"name": service["name"], "task_id": {"value": task_id}, "agent_id": {"value": agent_id},
            "resources": [scalar("cpus", service.get("cpus", 0.1)), scalar("mem", service.get("mem", 128))],
            "container": container, "command": command}


def scalar(name, value):
    return {"name": name, "type": "SCALAR", "scalar": {"value": value}}


def fits(service, offer, free):
    attributes = {a["name"]: str(a.get("text", a.get("scalar", {})).get("value")) for a in offer.get("attributes", [])}
    return ((not service.get("hosts") or offer["hostname"] in service["hosts"])
            and all(attributes.get(name) == str(value) for name, value in service.get("attributes", {}).items())
            and free["cpus"] >= service.get("cpus", 0.1) and free["mem"] >= service.get("mem", 128))


# ---- the scheduler


class Scheduler:
    """Tasks are kept as {task id: {service, digest, agent, host, state}}; one lock for all."""

    def __init__(self, path):
        self.path, self.config, self.stamp = path, read_config(path), os.stat(path).st_mtime_ns
        self.state = read_state(self.config["state"])
        self.lock, self.subscription, self.not_before, self.killed = threading.RLock(), None, {}, {}

    def save(self):
        """Called before a launch: a task that is not in the state file would run forever."""
        folder = os.path.dirname(self.config["state"])
        os.makedirs(folder, exist_ok=True)
        with open(self.config["state"] + ".new", "w", encoding="utf-8") as file:
            json.dump(self.state, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.config["state"] + ".new", self.config["state"])

    def declared(self):
        return {service["name"]: service for service in self.config["services"]}

    def alive(self, name):
        return [task for task in self.state["tasks"].values() if task["service"] == name]

    def missing(self):
        return [s for s in self.config["services"] if not self.alive(s["name"]) and self.not_before.get(s["name"], 0) <= time.time()]

    def call(self, kind, body=None):
        self.subscription.call(self.state["framework_id"], kind, body)

    def run(self):
        threading.Thread(target=self.look_after, daemon=True).start()
        while True:
            try:
                self.subscription = Subscription(self.config["masters"], self.config["framework"], self.state["framework_id"])
                log("subscribed to %s" % self.subscription.master)
                for event in self.subscription.events():
                    with self.lock:
                        self.hear(event)
            except Removed as problem:
                log("%s; registering a new framework" % problem)
                with self.lock:
                    self.state = {"framework_id": None, "tasks": {}}
                    self.save()
            except Lost as problem:
                log("not subscribed: %s" % problem)
            finally:
                if self.subscription:
                    self.subscription.close()
            self.subscription = None
            time.sleep(1)

    def hear(self, event):
        kind = event["type"]
        if kind == "SUBSCRIBED":
            self.state["framework_id"] = event["subscribed"]["framework_id"]["value"]
            self.save()
            # Learn the current state of our tasks.
            self.call("RECONCILE", {"tasks": [{"task_id": {"value": task_id}, "agent_id": {"value": task["agent"]}}
                                              for task_id, task in self.state["tasks"].items()]})
        elif kind == "OFFERS":
            offers = event["offers"]
            for offer in offers["offers"] if isinstance(offers, dict) else offers:
                self.take(offer)
        elif kind == "UPDATE":
            self.update(event["update"]["status"])
        elif kind == "ERROR":
            message = event["error"]["message"]
            raise Removed(message) if "removed" in message or "completed" in message else Lost(message)

    def take(self, offer):
        free = {"cpus": 0.0, "mem": 0.0}
        for resource in offer["resources"]:
            if resource["name"] in free:
                free[resource["name"]] += resource["scalar"]["value"]
        infos = []
        for service in self.missing():
            if fits(service, offer, free):
                free["cpus"] -= service.get("cpus", 0.1)
                free["mem"] -= service.get("mem", 128)
                task_id = "%s.%s.%d" % (service["name"], digest(service), time.time_ns() // 1000)
                infos.append(task_info(service, task_id, offer["agent_id"]["value"]))
                self.state["tasks"][task_id] = {"service": service["name"], "digest": digest(service), "state": "TASK_STAGING",
                                                "agent": offer["agent_id"]["value"], "host": offer["hostname"]}
                log("launching %s on %s" % (task_id, offer["hostname"]))
        if infos:
            self.save()
            self.call("ACCEPT", {"offer_ids": [offer["id"]], "filters": {"refuse_seconds": 5.0},
                                 "operations": [{"type": "LAUNCH", "launch": {"task_infos": infos}}]})
        else:
            # REVIVE ends the refusal when a service needs an offer.
            self.call("DECLINE", {"offer_ids": [offer["id"]], "filters": {"refuse_seconds": 3600.0}})

    def update(self, status):
        task_id, state = status["task_id"]["value"], status["state"]
        task = self.state["tasks"].get(task_id)
        log("%s is %s %s" % (task_id, state, status.get("message", "")))
        if task and state in ALIVE:
            task["state"] = state
        elif task:
            del self.state["tasks"][task_id]
            self.state.setdefault("ended", {})[task["service"]] = ("%s %s" % (state, status.get("message", ""))).strip()
            self.not_before[task["service"]] = time.time() + self.config.get("relaunch_delay", 5)
        elif state in ALIVE and state != "TASK_UNREACHABLE":
            # A task of this framework from before the state file was lost.
            self.kill(task_id, status.get("agent_id", {}).get("value", ""))
        self.save()
        if status.get("uuid"):
            self.call("ACKNOWLEDGE", {"agent_id": status["agent_id"], "task_id": status["task_id"], "uuid": status["uuid"]})

    def kill(self, task_id, agent):
        if time.time() - self.killed.get(task_id, 0) > 10:
            self.killed[task_id] = time.time()
            log("killing %s" % task_id)
            self.call("KILL", {"task_id": {"value": task_id}, "agent_id": {"value": agent}})

    def look_after(self):
        """Once a second: rereads the declaration, kills outdated tasks, asks for offers."""
        revived = 0
        while True:
            time.sleep(1)
            try:
                with self.lock:
                    self.reread()
                    if not self.subscription or not self.state["framework_id"]:
                        continue
                    declared = self.declared()
                    for task_id, task in list(self.state["tasks"].items()):
                        service = declared.get(task["service"])
                        if service is None or digest(service) != task["digest"]:
                            self.not_before.pop(task["service"], None)
                            self.kill(task_id, task["agent"])
                    if self.missing() and time.time() - revived > 5:
                        revived = time.time()
                        self.call("REVIVE")
            except Lost as problem:
                log(str(problem))
                if self.subscription:
                    self.subscription.close()

    def reread(self):
        stamp = os.stat(self.path).st_mtime_ns
        if stamp != self.stamp:
            self.stamp = stamp
            try:
                config = read_config(self.path)
            except (ValueError, KeyError) as problem:
                log("cannot read %s, keeping the previous declaration: %s" % (self.path, problem))
                return
            config["state"] = self.config["state"]
            self.config = config
            self.not_before = {}
            log("declared: %s" % ", ".join(sorted(self.declared())))


def not_running(config):
    """A line for each service that does not run as declared, and for each task to be killed."""
    state, problems = read_state(config["state"]), []
    tasks, ended = state["tasks"].values(), state.get("ended", {})
    declared = {service["name"]: digest(service) for service in config["services"]}
    for name, wanted in declared.items():
        states = [task["state"] if task["digest"] == wanted else "outdated" for task in tasks if task["service"] == name]
        if states != ["TASK_RUNNING"]:
            problems.append("%s: %s" % (name, ", ".join(states) or "not running" + (
                "; last end: " + ended[name] if name in ended else "")))
    return problems + ["%s: to be killed" % task["service"] for task in tasks if task["service"] not in declared]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=("run", "status", "wait"))
    parser.add_argument("--config", required=True)
    parser.add_argument("--seconds", type=int, default=60, help="how long wait waits")
    given = parser.parse_args()
    if given.command == "run":
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        Scheduler(given.config).run()
    deadline = time.time() + (given.seconds if given.command == "wait" else 0)
    problems = not_running(read_config(given.config))
    while problems and time.time() < deadline:
        time.sleep(0.5)
        problems = not_running(read_config(given.config))
    print("\n".join(problems) or "all services run")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
