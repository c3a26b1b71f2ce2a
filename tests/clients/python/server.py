"""Starts the built server on a port that the system picks, and stops it by its process id."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]


class Server:
    def __init__(self, *options, environment=None):
        self.data = tempfile.mkdtemp(prefix="gatehouse-py-")
        self.process = subprocess.Popen(
            [ROOT / "gatehouse", "serve", "--port", "0", "--data", self.data, *options],
            stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})},
        )
        for line in self.process.stdout:
            ready = re.search(r"http://\S+:\d+", line)
            if ready:
                self.endpoint = ready.group(0)
                return
        raise RuntimeError(f"the server ended with code {self.process.wait()} before it was ready")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.close()
        code = self.process.wait()
        shutil.rmtree(self.data)
        return code
