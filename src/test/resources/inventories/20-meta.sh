#!/bin/sh
# a program that answers everything at once
[ "$1" = --list ] || exit 3
cat <<'J'
{"web": {"hosts": ["www1", "www2"], "vars": {"port": 80}, "children": ["edge"]},
 "edge": {"hosts": ["e1"]},
 "short": ["s1", "www1"],
 "_meta": {"hostvars": {"www1": {"rack": 7, "tags": ["a", "b"]}, "e1": {}}}}
J
