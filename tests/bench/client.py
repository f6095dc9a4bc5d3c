"""A browser of the barest kind: one kept connection, cookies, forms. It must not eat what it measures."""

import re
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

_PROOF = re.compile(rb'name="csrf_token" value="([^"]+)"')
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nSet-Cookie: ([^=]+)=([^;]*)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nLocation: ([^\r]+)", re.IGNORECASE)


@dataclass
class Answered:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        found = _LOCATION.search(self.head)
        return found[1].decode() if found else ""


@dataclass
class Client:
    """One connection. Raises ConnectionError when the server goes away."""

    port: int
    timeout: float = 30.0
    times: list[float] = field(default_factory=list)
    """Seconds of each request."""
    _socket: socket.socket | None = None
    _cookies: dict[bytes, bytes] = field(default_factory=dict)
    proof: str = ""
    """The newest proof that a page carried."""

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, script: bool = False
    ) -> Answered:
        """Send a request and read its answer."""
        body = urlencode({"csrf_token": self.proof, **form}).encode() if form is not None else b""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        if script:
            lines.append("X-Requested-With: fetch")
        head = "\r\n".join(lines).encode()
        if self._cookies:
            head += b"\r\nCookie: " + b"; ".join(name + b"=" + value for name, value in self._cookies.items())
        began = time.perf_counter()
        answered = self._exchange(head + b"\r\n\r\n" + body)
        self.times.append(time.perf_counter() - began)
        self._cookies.update(dict(_COOKIE.findall(answered.head)))
        if found := _PROOF.search(answered.body):
            self.proof = found[1].decode()
        return answered

    def anew(self) -> None:
        """Be another person's browser: no cookie, and a connection of its own."""
        self.close()
        self._cookies.clear()

    def close(self) -> None:
        """Close the connection."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: bytes) -> Answered:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), self.timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.sendall(request)
            data = b""
            while (end := data.find(b"\r\n\r\n")) < 0:
                data += self._more()
            found = _LENGTH.search(data, 0, end + 2)
            size = int(found[1]) if found else 0
            while len(data) < end + 4 + size:
                data += self._more()
        except OSError:
            self.close()
            raise
        head = data[:end]
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return Answered(int(data[9:12]), head, data[end + 4 :])

    def _more(self) -> bytes:
        assert self._socket
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        return part
