"""Another process that writes: tells each number once its commit has returned.

python -m tests.store.writer DATABASE_URL|- DATA_DIR NAME COUNT
"""

import sys
from pathlib import Path

from store import open_store
from tests.store.builders import a_unit


def main(url: str, data_dir: str, name: str, count: str) -> None:
    store = open_store(None if url == "-" else url, Path(data_dir))
    print("ready", flush=True)
    for n in range(int(count)):
        with store.transaction() as tx:
            record = tx.put_unit(a_unit(f"{name}-{n}"), action="added", actor=name)
        print(record.seq, record.id, flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
