"""A real mail server on this machine that does what a test tells it to, and keeps what it was given."""

import asyncio
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

DROP = "drop"
"""Take the message, then break off without a word."""


@dataclass
class Listener:
    """What the server keeps and answers. ``to_mail``, ``to_rcpt``, ``to_data``: in turn; after them, yes."""

    port: int = 0
    given: list[tuple[list[str], bytes]] = field(default_factory=list)
    """Recipients and content of each message that was handed over whole, whatever the answer was."""
    accepted: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What was answered to each of them."""
    begun: int = 0
    """How many messages were being taken so far."""
    seconds: float = 0
    """How long it thinks about each."""
    to_rcpt: deque[str] = field(default_factory=deque)
    to_mail: deque[str] = field(default_factory=deque)
    to_data: deque[str] = field(default_factory=deque)

    @property
    def url(self) -> str:
        """The server as a setting."""
        return f"smtp://127.0.0.1:{self.port}?security=none"

    def messages(self) -> list[EmailMessage]:
        """What was accepted, parsed as its readers' programs do."""
        return [message_from_bytes(content, policy=default) for content in self.accepted]  # type: ignore[misc]

    async def handle_MAIL(  # noqa: N802 - the library's own name
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.to_mail.popleft() if self.to_mail else "250 OK"
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(  # noqa: N802 - the library's own name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answer = self.to_rcpt.popleft() if self.to_rcpt else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        self.begun += 1
        await asyncio.sleep(self.seconds)
        answer = self.to_data.popleft() if self.to_data else "250 OK"
        self.answers.append(answer)
        self.given.append(([*envelope.rcpt_tos], envelope.content))
        if answer == DROP or answer.startswith("250"):
            self.accepted.append(envelope.content)
        if answer == DROP:
            server.transport.abort()
        return answer


@contextmanager
def listening(listener: Listener | None = None) -> Iterator[Listener]:
    """A server until the end of the block."""
    listener = listener or Listener()
    # The library greets its own server on the port it was given, so that 0 will not do.
    with socket.create_server(("127.0.0.1", 0)) as free:
        listener.port = free.getsockname()[1]
    controller = Controller(listener, hostname="127.0.0.1", port=listener.port)
    controller.start()
    try:
        yield listener
    finally:
        controller.stop()
