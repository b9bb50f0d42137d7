"""Code shared by the stand-ins for mesos-master and mesos-agent: flags, HTTP and ZooKeeper."""
import http.client
import http.server
import json
import os
import socket
import socketserver
import struct
import sys
import threading
import time
import urllib.parse

VERSION = "1.9.0"


class UsageError(Exception):
    """Printed with the usage to standard error; status 1."""


def read_flags(program, known, words):
    """Returns flags as text by name: from the command line, else from MESOS_NAME, else the default in `known`."""
    given = {}
    for word in words:
        name, has_value, value = word[2:].partition("=") if word.startswith("--") else ("", "", "")
        if not name:
            raise UsageError("Failed to parse the flags: unexpected argument '%s'" % word)
        if not has_value:
            name, value = (name[3:], "false") if name.startswith("no-") else (name, "true")
        if name in ("help", "version"):
            given[name] = "true"
            continue
        if name not in known:
            raise UsageError("Failed to load unknown flag '%s'" % name)
        if name in given:
            raise UsageError("Flag '%s' is already loaded via name '%s'" % (name, name))
        given[name] = value
    if "version" in given:
        print("mesos %s (stand-in for the lab: not Apache Mesos)" % VERSION)
        sys.exit(0)
    if "help" in given:
        print("Usage: %s [options]\n\n%s" % (program, "\n".join("  --%s=VALUE" % name for name in sorted(known))))
        sys.exit(0)
    flags = {name: value for name, value in known.items() if value is not None}
    for name, value in os.environ.items():  # unknown names are ignored, as in the original
        if name.upper().startswith("MESOS_") and name[6:].lower() in known:
            flags[name[6:].lower()] = value
    flags.update(given)
    for name, value in flags.items():
        if value.startswith("file://"):
            with open(value[7:], encoding="utf-8") as file:
                flags[name] = file.read().strip()
    return flags


def main_of(program, run):
    try:
        run()
    except UsageError as problem:
        print("%s\n\nSee `%s --help`." % (problem, program), file=sys.stderr)
        sys.exit(1)


def log(text):
    print("%s %s" % (time.strftime("I%m%d %H:%M:%S"), text), file=sys.stderr, flush=True)


def own_address(flags):
    if flags.get("ip"):
        return flags["ip"]
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        probe.connect(("192.0.2.1", 9))
        return probe.getsockname()[0]
    except OSError:
        return "127.0.0.1"
    finally:
        probe.close()


# ---- HTTP


class Handler(http.server.BaseHTTPRequestHandler):
    """Dispatches GET and POST by path to the functions in `routes`, with and without the program's name as prefix."""

    protocol_version = "HTTP/1.1"
    routes, prefix = {}, ""

    def log_message(self, format, *args):  # noqa: A002 the name in the library
        pass

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path.startswith(self.prefix + "/"):
            path = path[len(self.prefix):]
        route = self.routes.get(path)
        try:
            route(self) if route else self.reply(404, "")
        except (BrokenPipeError, ConnectionError):
            self.close_connection = True

    do_POST = do_GET

    def body(self):
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")

    def reply(self, status, text, kind="text/plain", **headers):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def json(self, value):
        # Slashes are escaped, as in the original.
        self.reply(200, json.dumps(value, separators=(",", ":")).replace("/", "\\/"), "application/json")


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True


def serve(address, port, handler):
    server = Server((address, int(port)), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def post(address, path, message, timeout=10):
    """Returns status and JSON of the answer. Raises OSError without an answer."""
    connection = http.client.HTTPConnection(address, timeout=timeout)
    try:
        connection.request("POST", path, json.dumps(message), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text.startswith(b"{") else {}
    except (http.client.HTTPException, ValueError) as problem:
        raise OSError(str(problem)) from problem
    finally:
        connection.close()


# ---- ZooKeeper: a session in its wire protocol, one request at a time


class SessionLost(Exception):
    """The session expired, and with it the ephemeral nodes."""


class ZooKeeper:
    CREATE, DELETE, GET_DATA, GET_CHILDREN, PING = 1, 2, 4, 8, 11
    NO_NODE, NODE_EXISTS = -101, -110
    EPHEMERAL_SEQUENCE = 3

    def __init__(self, url, timeout=10.0):
        hosts, _, path = url[len("zk://"):].rpartition("@")[2].partition("/")
        self.hosts, self.root, self.timeout = hosts.split(","), "/" + path.strip("/"), timeout
        self.session, self.password = 0, b"\0" * 16
        self.socket, self.xid, self.heard, self.lock = None, 0, time.monotonic(), threading.RLock()

    def _connect(self):
        for turn in range(len(self.hosts)):
            host, _, port = self.hosts[(os.getpid() + turn) % len(self.hosts)].partition(":")
            try:
                self.socket = socket.create_connection((host, int(port or 2181)), 2)
                self.socket.settimeout(3)
                self._send(struct.pack(">iqiqi", 0, 0, int(self.timeout * 1000), self.session, 16) + self.password + b"\0")
                answer = self._receive()
            except (OSError, struct.error):
                self._close()
                continue
            _, granted, session = struct.unpack(">iiq", answer[:16])
            if granted <= 0:
                self._close()
                raise SessionLost("the session expired")
            self.session, self.password, self.timeout = session, answer[20:36], granted / 1000
            self.heard = time.monotonic()
            return
        raise OSError("no ZooKeeper server serves: %s" % ",".join(self.hosts))

    def _close(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def _send(self, data):
        self.socket.sendall(struct.pack(">i", len(data)) + data)

    def _receive(self):
        def exactly(count):
            data = b""
            while len(data) < count:
                part = self.socket.recv(count - len(data))
                if not part:
                    raise OSError("ZooKeeper closed the connection")
                data += part
            return data
        return exactly(struct.unpack(">i", exactly(4))[0])

    def _call(self, kind, payload=b""):
        """Returns error code and body. Reconnects as long as the session may still be alive."""
        with self.lock:
            while True:
                try:
                    if self.socket is None:
                        self._connect()
                    self.xid = -2 if kind == self.PING else max(1, self.xid + 1)
                    self._send(struct.pack(">ii", self.xid, kind) + payload)
                    answer = self._receive()
                    self.heard = time.monotonic()
                    return struct.unpack(">i", answer[12:16])[0], answer[16:]
                except OSError:
                    self._close()
                    if self.session and time.monotonic() - self.heard > self.timeout:
                        raise SessionLost("no server answered for %d s" % self.timeout) from None
                    time.sleep(0.5)

    def create(self, path, data=b"", flags=0):
        acl = struct.pack(">ii", 1, 31) + _text("world") + _text("anyone")
        error, body = self._call(self.CREATE, _text(path) + _text(data) + acl + struct.pack(">i", flags))
        return None if error else body[4:].decode()

    def make_folders(self, path):
        for end in range(2, len(path.split("/")) + 1):
            self.create("/".join(path.split("/")[:end]))

    def children(self, path):
        error, body = self._call(self.GET_CHILDREN, _text(path) + b"\0")
        names, at = [], 4
        while not error and at < len(body):
            length = struct.unpack(">i", body[at:at + 4])[0]
            names.append(body[at + 4:at + 4 + length].decode())
            at += 4 + length
        return names

    def data(self, path):
        error, body = self._call(self.GET_DATA, _text(path) + b"\0")
        return None if error else body[4:4 + max(0, struct.unpack(">i", body[:4])[0])]

    def ping(self):
        self._call(self.PING)

    def leader(self):
        """Returns the data of the leading master: the first sequential node."""
        names = sorted(name for name in self.children(self.root) if name.startswith("json.info_"))
        data = self.data(self.root + "/" + names[0]) if names else None
        return json.loads(data) if data else None


def _text(value):
    data = value.encode() if isinstance(value, str) else value
    return struct.pack(">i", len(data)) + data
