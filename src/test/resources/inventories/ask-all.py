"""Asks the real ansible-inventory about every case and writes its answers to the folder given.

One process for all: importing the program takes longer than what it does."""
import os
import sys

import ansible
from ansible.cli.inventory import InventoryCLI

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
with open("cases", encoding="utf-8") as lines:
    cases = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
for case in cases:
    child = os.fork()
    if child == 0:
        args = ["ansible-inventory", "--list"]
        for source in case.split("+"):
            args += ["-i", source]
        answer = os.path.join(folder, case.replace("/", "_") + ".json")
        os.dup2(os.open(answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        InventoryCLI(args).run()
        sys.stdout.flush()
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit("ansible-inventory failed on " + case)
with open(os.path.join(folder, "VERSION"), "w", encoding="utf-8") as version:
    version.write("ansible-core " + ansible.__version__ + "\n")
