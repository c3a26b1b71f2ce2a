"""Gatehouse's runtime interface client for Python.

It asks the Runtime API for events over one raw keep-alive socket and sends each answer together with the next question,
so that a warm call costs one receive and one send. What contexts, errors and log lines look like follows the Lambda
developer guide ("Building Lambda functions with Python") and, for texts, docs/subsystems/functions.md.
"""

import importlib
import io
import json
import logging
import os
import socket
import sys
import time
import traceback

_env = os.environ
_host, _port = _env["AWS_LAMBDA_RUNTIME_API"].split(":")
_base = "/2018-06-01/runtime"
_next = f"GET {_base}/invocation/next HTTP/1.1\r\nHost: {_host}:{_port}\r\n\r\n".encode()
_here = os.path.abspath(__file__)


# ---- Log -------------------------------------------------------------------------------------------------------------


class _CountedOutput(io.RawIOBase):
    """Standard output that knows how much was written, so that the host can close the invocation's log behind it."""

    written = 0

    def __init__(self, descriptor):
        super().__init__()
        self._descriptor = descriptor

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def write(self, data):
        count = os.write(self._descriptor, data)
        _CountedOutput.written += count
        return count


def _open_output(descriptor):
    return io.TextIOWrapper(
        io.BufferedWriter(_CountedOutput(descriptor), 65536),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )


class _Invocation:
    request_id = None


class _RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = _Invocation.request_id or ""
        return True


class _LambdaHandler(logging.Handler):
    def emit(self, record):
        try:
            # A carriage return keeps a message of several lines one log event.
            sys.stdout.write(self.format(record).replace("\r\n", "\n").replace("\n", "\r") + "\n")
        except Exception:
            self.handleError(record)


_is_json = _env.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


class _JsonFormatter(logging.Formatter):
    """One object for each record, and of an exception its parts."""

    _usual = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "aws_request_id", "taskName"}
    converter = time.gmtime

    def format(self, record):
        entry = {
            "timestamp": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.aws_request_id:
            entry["requestId"] = record.aws_request_id
        if record.exc_info and record.exc_info[0]:
            entry["errorType"] = record.exc_info[0].__name__
            entry["errorMessage"] = str(record.exc_info[1])
            entry["stackTrace"] = traceback.format_tb(record.exc_info[2])
        entry.update({key: value for key, value in vars(record).items() if key not in self._usual})
        return json.dumps(entry, ensure_ascii=False, default=str)


def _install_logging():
    handler = _LambdaHandler()
    if _is_json:
        handler.setFormatter(_JsonFormatter())
        handler.addFilter(_RequestIdFilter())
        level = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}
        wanted = _env.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.getLogger().addHandler(handler)
        logging.getLogger().setLevel(level.get(wanted, wanted))
        return
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(_RequestIdFilter())
    logging.getLogger().addHandler(handler)


def _log_error(document):
    if _is_json:
        now = time.time()
        entry = {
            "timestamp": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now))}.{int(now % 1 * 1000):03d}Z",
            "level": "ERROR",
            "message": document["errorMessage"],
            **({"requestId": _Invocation.request_id} if _Invocation.request_id else {}),
            **{key: document[key] for key in ("errorType", "errorMessage", "stackTrace") if document.get(key)},
        }
        sys.stdout.write(json.dumps(entry, ensure_ascii=False) + "\n")
        return
    text = f"[ERROR] {document['errorType']}: {document['errorMessage']}"
    if document.get("stackTrace"):
        text += "\nTraceback (most recent call last):\n" + "".join(document["stackTrace"])
    sys.stdout.write(text.rstrip().replace("\n", "\r") + "\n")


# ---- Errors ----------------------------------------------------------------------------------------------------------


class _RuntimeFailure(Exception):
    def __init__(self, error_type, message, stack=None):
        super().__init__(message)
        self.error_type = error_type
        self.stack = stack or []


def _describe(error, request_id):
    if isinstance(error, _RuntimeFailure):
        document = {"errorMessage": str(error), "errorType": error.error_type}
        stack = error.stack
    else:
        document = {"errorMessage": str(error), "errorType": type(error).__name__}
        frames = traceback.extract_tb(error.__traceback__)
        while frames and (os.path.abspath(frames[0].filename) == _here or "importlib" in frames[0].filename):
            frames.pop(0)
        # As plain tuples, which have no column marks (~~~^^^): Lambda's stack traces have none either.
        stack = traceback.format_list([(f.filename, f.lineno, f.name, f.line) for f in frames])
    document["requestId"] = request_id or ""
    document["stackTrace"] = stack
    return document


# ---- Wire ------------------------------------------------------------------------------------------------------------


class _Encoder(json.JSONEncoder):
    def default(self, o):
        decimal = sys.modules.get("decimal")
        if decimal is not None and isinstance(o, decimal.Decimal):
            return float(o)
        return super().default(o)


# From Python 3.12 on Lambda answers in plain UTF-8; before, everything but ASCII is escaped.
_runtime = _env.get("AWS_EXECUTION_ENV", "").replace("AWS_Lambda_python3.", "")
_encoder = _Encoder(ensure_ascii=not (_runtime.isdigit() and int(_runtime) >= 12))


def _post(target, body, error_type=None):
    extra = f"Lambda-Runtime-Function-Error-Type: {error_type}\r\n" if error_type else ""
    head = (
        f"POST {_base}/{target} HTTP/1.1\r\nHost: {_host}:{_port}\r\nContent-Type: application/json\r\n"
        f"Gatehouse-Log-Bytes: {_CountedOutput.written}\r\n{extra}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("latin-1", "replace") + body


class _Wire:
    def __init__(self):
        self._socket = socket.create_connection((_host, int(_port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pending = b""

    def send(self, data):
        self._socket.sendall(data)

    def read_event(self):
        """Skips the acknowledgements and refusals of answers; returns the next event."""
        while True:
            status, headers, body = self._read_answer()
            if status == 200:
                return headers, body

    def _receive(self, size):
        data = self._socket.recv(size)
        if not data:
            # The host is gone: nobody is left to answer to, and nobody else would end this process.
            os._exit(1)
        return data

    def _read_answer(self):
        while (end := self._pending.find(b"\r\n\r\n")) < 0:
            self._pending += self._receive(65536)
        lines = self._pending[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        rest = self._pending[end + 4 :]
        if len(rest) < length:
            parts = [rest]
            missing = length - len(rest)
            while missing > 0:
                part = self._receive(min(missing, 1 << 20))
                parts.append(part)
                missing -= len(part)
            rest = b"".join(parts)
        self._pending = rest[length:]
        return int(lines[0][9:12]), headers, rest[:length]


# ---- Context ---------------------------------------------------------------------------------------------------------


class CognitoIdentity:
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]

    def __init__(self, values):
        self.cognito_identity_id = values.get("cognitoIdentityId")
        self.cognito_identity_pool_id = values.get("cognitoIdentityPoolId")

    def __repr__(self):
        return _repr(self)


class Client:
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]

    def __init__(self, values):
        for name in self.__slots__:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return _repr(self)


class ClientContext:
    __slots__ = ["custom", "env", "client"]

    def __init__(self, values):
        self.custom = values.get("custom")
        self.env = values.get("env")
        self.client = Client(values["client"]) if values.get("client") else None

    def __repr__(self):
        return _repr(self)


def _repr(value):
    fields = ",".join(f"{name}={getattr(value, name)}" for name in value.__slots__)
    return f"{type(value).__name__}([{fields}])"


class LambdaContext:
    def __init__(self, headers):
        def parsed(name):
            value = headers.get(name)
            return json.loads(value.encode("latin-1").decode("utf-8")) if value else None

        client_context = parsed("lambda-runtime-client-context")
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id")
        self.log_group_name = _env.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = _env.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = _env.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = _env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = _env.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = ClientContext(client_context) if client_context else None
        self.identity = CognitoIdentity(parsed("lambda-runtime-cognito-identity") or {})
        self._epoch_deadline_time_in_ms = int(headers.get("lambda-runtime-deadline-ms", "0"))

    def get_remaining_time_in_millis(self):
        return max(self._epoch_deadline_time_in_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


# ---- Handler ---------------------------------------------------------------------------------------------------------


def _load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise _RuntimeFailure(
            "Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise _RuntimeFailure("Runtime.ImportModuleError", message) from None
    except SyntaxError as error:
        raise _RuntimeFailure(
            "Runtime.UserCodeSyntaxError",
            f"Syntax error in module '{module_name}': {error}",
            [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'],
        ) from None
    handler = getattr(module, function_name, None)
    if handler is None:
        raise _RuntimeFailure("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return handler


def _respond(handler, headers, body):
    """Runs the handler once; returns the request that answers the invocation."""
    request_id = headers["lambda-runtime-aws-request-id"]
    _Invocation.request_id = request_id
    trace = headers.get("lambda-runtime-trace-id")
    if trace:
        _env["_X_AMZN_TRACE_ID"] = trace
    else:
        _env.pop("_X_AMZN_TRACE_ID", None)
    try:
        try:
            event = json.loads(body)
        except ValueError as error:
            raise _RuntimeFailure("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None
        result = handler(event, LambdaContext(headers))
        try:
            answer = _encoder.encode(result).encode("utf-8")
        except (TypeError, ValueError) as error:
            raise _RuntimeFailure("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
        error_type = None
        target = f"invocation/{request_id}/response"
    except Exception as error:
        document = _describe(error, request_id)
        _log_error(document)
        answer = json.dumps(document).encode("utf-8")
        error_type = document["errorType"]
        target = f"invocation/{request_id}/error"
    sys.stdout.flush()
    sys.stderr.flush()
    _Invocation.request_id = None
    return _post(target, answer, error_type)


def _main():
    sys.stdout = _open_output(1)
    sys.stderr = _open_output(2)
    _install_logging()
    sys.path.insert(0, _env["LAMBDA_TASK_ROOT"])
    wire = _Wire()
    try:
        handler = _load_handler(_env["_HANDLER"])
    except Exception as error:
        document = _describe(error, None)
        _log_error(document)
        sys.stdout.flush()
        wire.send(_post("init/error", json.dumps(document).encode("utf-8"), document["errorType"]))
        sys.exit(1)
    # With the first question the host learns what the init phase printed: it stands before the first START.
    sys.stdout.flush()
    sys.stderr.flush()
    wire.send(_next[:-2] + f"Gatehouse-Log-Bytes: {_CountedOutput.written}\r\n\r\n".encode())
    while True:
        headers, body = wire.read_event()
        wire.send(_respond(handler, headers, body) + _next)


if __name__ == "__main__":
    _main()
