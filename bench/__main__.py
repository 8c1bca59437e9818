"""`python -m bench [--smoke]`."""

import argparse
import json
import os
import platform
import sys
from importlib.metadata import version

from bench.cases import cases
from bench.pairs import measure


def main() -> int:
    words = argparse.ArgumentParser(
        prog="bench", description="Ratios of what things cost against the least that could do it."
    )
    words.add_argument("--smoke", action="store_true", help="only find whether floor and candidate do the same")
    smoke = words.parse_args().smoke
    found: dict[str, dict[str, object]] = {}
    with cases() as every:
        for case in every:
            case.agree()
            print(f"{case.suite}: {case.name}: the same is done", file=sys.stderr)
            if not smoke:
                found.setdefault(case.suite, {})[case.name] = measure(case)
    if not smoke:
        machine = {
            "processors": os.cpu_count(),
            "architecture": platform.machine(),
            "python": platform.python_version(),
        }
        versions = {name: version(name) for name in ("flask", "sqlalchemy", "psycopg", "jinja2")}
        print(json.dumps({**found, "machine": machine, "versions": versions}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
