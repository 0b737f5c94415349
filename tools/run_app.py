"""Open the app on a port, or say in one sentence why that cannot be (``make run``)."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def is_free(port: int) -> bool:
    """Whether a server can listen on this port of every address of the machine."""
    try:
        socket.create_server(("", port)).close()
    except OSError:
        return False
    return True


def refusal(port: int) -> str | None:
    """Why the app cannot be served on this port, in one sentence; None when it can."""
    if not 1024 <= port <= 65535:
        return f"Port {port} cannot be used: choose one from 1024 to 65535, as in make run PORT=8501"
    if is_free(port):
        return None
    free = next(filter(is_free, [*range(port + 1, 65536), *range(1024, port)]), None)
    return f"Port {port} is busy" + (f": make run PORT={free}" if free else ", and so are all others.")


def main() -> None:
    """Check the port, then become the Streamlit server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    port = parser.parse_args().port
    if reason := refusal(port):
        sys.exit(reason)
    os.chdir(ROOT)
    print(f"dnnlab opens at http://localhost:{port} in a moment. Ctrl-C ends it.", flush=True)
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--logger.hideWelcomeMessage", "true"]  # said above, in fewer words
    if os.environ.get("CI"):
        command += ["--server.headless", "true"]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
