"""What the generated client stands on: addresses, signatures (AWS Signature Version 4), answers and errors."""
from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any, Callable, ClassVar, Iterable, Mapping, Optional, Sequence, Tuple, Union

Scalar = Union[str, int, float, bool]
Parameter = Union[Scalar, Sequence[Scalar]]


@dataclass(frozen=True)
class Credentials:
    access_key_id: str
    secret_access_key: str
    session_token: Optional[str] = None

    def __repr__(self) -> str:
        return f"Credentials(access_key_id={self.access_key_id!r})"


CredentialSource = Union[Credentials, Callable[[], Credentials]]


class Model:
    """A JSON object with named members; members that the API does not declare are kept beside them."""

    _fields: ClassVar[tuple] = ()

    @classmethod
    def from_dict(cls, value: Any) -> Any:
        import sys

        if not isinstance(value, Mapping):
            return value
        module = sys.modules[cls.__module__]
        model = cls()
        known = {}
        for name, wire_name, shape in cls._fields:
            known[wire_name] = (name, shape)
        for wire_name, member in value.items():
            if wire_name in known:
                name, shape = known[wire_name]
                setattr(model, name, decode(module, shape, member))
            else:
                model.additional_properties[wire_name] = member
        return model

    def to_dict(self) -> dict:
        members = dict(self.additional_properties)
        for name, wire_name, _ in self._fields:
            value = getattr(self, name)
            if value is not None:
                members[wire_name] = _plain(value)
        return members


def decode(models: Any, shape: Any, value: Any) -> Any:
    """Turns parsed JSON into models: a shape is a class's name, ("list", shape), ("map", shape), or None."""
    if shape is None or value is None:
        return value
    if isinstance(shape, str):
        return getattr(models, shape).from_dict(value)
    kind, element = shape
    if kind == "list" and isinstance(value, list):
        return [decode(models, element, item) for item in value]
    if kind == "map" and isinstance(value, dict):
        return {name: decode(models, element, item) for name, item in value.items()}
    return value


class ApiResponse:
    """An answer whose status is 200 to 299. Header names have no case."""

    def __init__(self, status: int, headers: Any, content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content

    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.content) if self.content else None


class ApiError(Exception):
    """An answer with any other status."""

    def __init__(self, status: int, headers: Any, content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.body = content.decode("utf-8", "replace")
        super().__init__(f"The API answered {status}: {self.body[:1000]}")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like others: credentials must not follow it to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


class Runtime:
    def __init__(
        self,
        endpoint: str,
        region: str,
        api_key: Optional[str],
        credentials: Optional[CredentialSource],
        headers: Optional[Mapping[str, str]],
        timeout: Optional[float],
    ) -> None:
        if urllib.parse.urlsplit(endpoint).scheme not in ("http", "https"):
            raise ValueError("endpoint must be an http or https URL")
        self._endpoint = endpoint.rstrip("/")
        self._region = region
        self._api_key = api_key
        self._credentials = credentials
        self._headers = dict(headers or {})
        self._timeout = timeout

    def invoke(
        self,
        method: str,
        path: str,
        *,
        path_parameters: Optional[Mapping[str, Scalar]] = None,
        query_parameters: Iterable[Tuple[str, Optional[Parameter]]] = (),
        header_parameters: Iterable[Tuple[str, Optional[Parameter]]] = (),
        body: Any = None,
        content_type: str = "application/json",
        sign: bool = False,
        timeout: Optional[float] = None,
        headers: Optional[Mapping[str, str]] = None,
        query: Optional[Mapping[str, Parameter]] = None,
    ) -> ApiResponse:
        encoded_query = _query_string([*query_parameters, *(query or {}).items()])
        url = self._endpoint + _expand(path, path_parameters or {})
        if encoded_query:
            url += "?" + encoded_query
        sent = {name.lower(): value for name, value in self._headers.items()}
        sent.setdefault("accept", "application/json")
        for name, value in header_parameters:
            if value is not None:
                sent[name.lower()] = ",".join(_text(item) for item in _values(value))
        if self._api_key:
            sent["x-api-key"] = self._api_key
        content = _encode_body(body, content_type)
        if content is not None:
            sent["content-type"] = content_type
        sent.update({name.lower(): value for name, value in (headers or {}).items()})
        if sign and self._credentials is not None:
            credentials = self._credentials() if callable(self._credentials) else self._credentials
            _sign(method, url, sent, content or b"", self._region, credentials)
        return _send(method, url, sent, content, self._timeout if timeout is None else timeout)


def _send(
    method: str, url: str, headers: Mapping[str, str], content: Optional[bytes], timeout: Optional[float]
) -> ApiResponse:
    request = urllib.request.Request(url, data=content, method=method)
    for name, value in headers.items():
        request.add_unredirected_header(name, value)
    arguments = {} if timeout is None else {"timeout": timeout}
    try:
        with _OPENER.open(request, **arguments) as answer:
            return ApiResponse(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            raise ApiError(error.code, error.headers, error.read()) from None


def _values(value: Parameter) -> Sequence[Scalar]:
    return value if isinstance(value, (list, tuple)) else [value]  # type: ignore[list-item,return-value]


def _text(value: Scalar) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _encode(text: str) -> str:
    return urllib.parse.quote(text, safe="-._~")


def _expand(template: str, values: Mapping[str, Scalar]) -> str:
    parts = []
    for part in template.split("/"):
        if not (part.startswith("{") and part.endswith("}")):
            parts.append("%".join(_encode(piece) for piece in part.split("%")))
            continue
        is_greedy = part.endswith("+}")
        name = part[1:-2] if is_greedy else part[1:-1]
        value = _text(values[name]) if values.get(name) is not None else ""
        pieces = value.split("/") if is_greedy else [value]
        # Whoever resolves a dot segment on the way would lead the call to another route.
        if value == "" or any(piece in (".", "..") for piece in pieces):
            raise ValueError(f"The path parameter {name} must not be {value!r}")
        parts.append("/".join(_encode(piece) for piece in pieces))
    return "/".join(parts)


def _query_string(pairs: Iterable[Tuple[str, Optional[Parameter]]]) -> str:
    return "&".join(
        f"{_encode(name)}={_encode(_text(item))}"
        for name, value in pairs
        if value is not None
        for item in _values(value)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _encode_body(body: Any, content_type: str) -> Optional[bytes]:
    if body is None:
        return None
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    is_json = re.match(r"[^;]*[/+]json\s*(;|$)", content_type, re.IGNORECASE)
    if isinstance(body, str) and not is_json:
        return body.encode("utf-8")
    return json.dumps(_plain(body), separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest()


def _sign(
    method: str, url: str, headers: dict, content: bytes, region: str, credentials: Credentials
) -> None:
    """AWS Signature Version 4 for the service execute-api."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{now[:8]}/{region}/execute-api/aws4_request"
    target = urllib.parse.urlsplit(url)
    headers["host"] = target.netloc.rpartition("@")[2]
    headers["x-amz-date"] = now
    if credentials.session_token:
        headers["x-amz-security-token"] = credentials.session_token
    names = sorted(
        name for name in headers if name in ("content-type", "host", "x-amz-date", "x-amz-security-token")
    )
    path = "/".join(_encode(part) for part in target.path.split("/")) or "/"
    query = "&".join("=".join(pair) for pair in sorted(pair.split("=", 1) for pair in target.query.split("&") if pair))
    canonical = "\n".join(
        [method, path, query]
        + [f"{name}:{' '.join(headers[name].split())}" for name in names]
        + ["", ";".join(names), hashlib.sha256(content).hexdigest()]
    )
    to_sign = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode("utf-8")).hexdigest()])
    key = ("AWS4" + credentials.secret_access_key).encode("utf-8")
    for part in scope.split("/"):
        key = _hmac(key, part)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key_id}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={_hmac(key, to_sign).hex()}"
    )
