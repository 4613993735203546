"""Throttle: addresses from which many sign-ins failed wait; devices that signed in before do not.

Kept in this process only: a restart forgets it, and the lock of an account is kept in the record.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

FAILURES = 30  # from one address within
WINDOW = timedelta(minutes=10)  # are as many as a whole office may make in a morning
MOST_ADDRESSES = 10_000
DEVICE_COOKIE, DEVICE_DAYS = "faheng_device", 180


class Throttle:
    """Failed sign-ins by address; for all threads of a process."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str, at: datetime) -> timedelta:
        """How long the address has to wait; zero where it need not."""
        with self._lock:
            failed = self._of(network(address), at)
            return failed[0] + WINDOW - at if len(failed) >= FAILURES else timedelta()

    def failed(self, address: str, at: datetime) -> bool:
        """Count a failed sign-in; True when from now on the address has to wait."""
        name = network(address)
        with self._lock:
            failed = self._of(name, at)
            failed.append(at)
            self._failed[name] = failed
            self._failed.move_to_end(name)
            while len(self._failed) > MOST_ADDRESSES:
                self._failed.popitem(last=False)
            return len(failed) == FAILURES

    def _of(self, name: str, at: datetime) -> deque[datetime]:
        failed = self._failed.get(name) or deque[datetime](maxlen=FAILURES)
        while failed and failed[0] <= at - WINDOW:
            failed.popleft()
        return failed


def network(address: str) -> str:
    """What counts as one address: of IPv6 its /64, since one machine has as many of them as it likes.

    >>> network("10.1.2.3"), network("2001:db8:1:2:3::4"), network("::ffff:10.1.2.3"), network("?")
    ('10.1.2.3', '2001:db8:1:2::', '10.1.2.3', '?')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def device_token(secret: bytes, account: int) -> str:
    """What a browser keeps that an account has signed in from; it opens nothing by itself."""
    return f"{account}.{hmac.new(secret, f'device:{account}'.encode(), hashlib.sha256).hexdigest()}"


def is_device(secret: bytes, given: str, account: int) -> bool:
    """Did the account sign in from this browser before?"""
    return hmac.compare_digest(given, device_token(secret, account))
