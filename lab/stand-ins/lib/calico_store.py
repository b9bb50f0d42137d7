"""The data of the stand-in calico-node in etcd (API v2): pools, and addresses in blocks of 64."""
import http.client
import ipaddress
import json
import os
import socket
import urllib.parse

NODE = os.environ.get("NODENAME") or socket.gethostname()
BGP, V1, IPAM = "/calico/bgp/v1", "/calico/v1", "/calico/ipam/v2"
BLOCK = 26


def endpoints():
    several = os.environ.get("ETCD_ENDPOINTS")
    one = "%s://%s" % (os.environ.get("ETCD_SCHEME") or "http", os.environ.get("ETCD_AUTHORITY") or "127.0.0.1:2379")
    return (several or one).split(",")


def etcd(method, key, form=None, timeout=10, **query):
    """Returns the answer as JSON, errors included. Raises OSError when no endpoint answers."""
    path = "/v2/keys" + urllib.parse.quote(key) + "?" + urllib.parse.urlencode(query)
    failure = OSError("no endpoint")
    for endpoint in endpoints():
        connection = http.client.HTTPConnection(endpoint.split("://")[-1], timeout=timeout)
        try:
            body = urllib.parse.urlencode(form) if form is not None else None
            connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
            return json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as problem:
            failure = OSError("%s: %s" % (endpoint, problem))
        finally:
            connection.close()
    raise failure


def get(key):
    node = etcd("GET", key, quorum="true").get("node")
    return None if node is None else node.get("value")


def put(key, value, **query):
    """Returns whether the value was written: conditions may prevent it."""
    return "errorCode" not in etcd("PUT", key, {"value": value}, **query)


def leaves(key):
    """Returns key and value of all leaves below a key."""
    def walk(node):
        for child in node.get("nodes", []):
            if child.get("dir"):
                yield from walk(child)
            else:
                yield child["key"], child.get("value", "")
    return list(walk(etcd("GET", key, recursive="true", quorum="true").get("node", {})))


def pools():
    return [json.loads(value) for _, value in leaves(V1 + "/ipam/v4/pool")]


def net(text):
    return ipaddress.ip_network(text, strict=False)


# ---- addresses, in blocks of 64 that have an affinity to a node


def dash(network):
    return str(network).replace("/", "-")


def block_key(network):
    return "%s/assignment/ipv4/block/%s" % (IPAM, dash(network))


def update_block(network, change):
    """Reads, changes and writes a block, and retries on concurrent writes. Stops when `change` returns None."""
    while True:
        node = etcd("GET", block_key(network), quorum="true").get("node")
        if node is None:
            block = {"cidr": str(network), "affinity": "host:" + NODE, "strictAffinity": False,
                     "allocations": [None] * network.num_addresses, "unallocated": list(range(network.num_addresses)),
                     "attributes": []}
            condition = {"prevExist": "false"}
        else:
            block, condition = json.loads(node["value"]), {"prevIndex": node["modifiedIndex"]}
        result = change(block)
        if result is None:
            return None
        if put(block_key(network), json.dumps(block, separators=(",", ":")), **condition):
            if block["affinity"] == "host:" + NODE:
                put("%s/host/%s/ipv4/block/%s" % (IPAM, NODE, dash(network)), "")
            return result


def take(network, ordinal=None):
    def change(block):
        free = block["unallocated"]
        if not free or (ordinal is not None and ordinal not in free):
            return None
        which = free[0] if ordinal is None else ordinal
        free.remove(which)
        block["attributes"] = block["attributes"] or [{"handle_id": None, "secondary": {}}]
        block["allocations"][which] = 0
        return net(block["cidr"])[which]
    return update_block(network, change)


def assign(address):
    network = net("%s/%d" % (address, BLOCK))
    return take(network, int(address) - int(network[0]))


def assign_any(pool):
    """Takes an address from this node's blocks, then from unowned blocks, then from other nodes' blocks."""
    blocks = list(pool.subnets(new_prefix=BLOCK)) if pool.prefixlen < BLOCK else [pool]
    owners = {json.loads(v)["cidr"]: json.loads(v)["affinity"] for _, v in leaves(IPAM + "/assignment/ipv4/block")}
    rank = {"host:" + NODE: 0, None: 1}
    for network in sorted(blocks, key=lambda b: rank.get(owners.get(str(b)), 2)):
        address = take(network)
        if address is not None:
            return address
    return None


def release(address):
    network = net("%s/%d" % (address, BLOCK))
    ordinal = int(address) - int(network[0])

    def change(block):
        if block["allocations"][ordinal] is None:
            return None
        block["allocations"][ordinal] = None
        block["unallocated"].append(ordinal)
        return True
    update_block(network, change)
