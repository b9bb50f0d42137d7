#!/bin/sh
# a program of the old kind: it is asked for each host
case "$1" in
  --list) echo '{"g": {"hosts": ["a", "b"]}, "parent": {"children": ["g"], "vars": {"p": true}}}' ;;
  --host) echo "{\"named\": \"$2\", \"n\": 1}" ;;
esac
