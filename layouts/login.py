"""Who is asking: the settings of signing in, and what an account reaches."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Generic, Literal, TypeVar

from data.catalogue import Catalogue
from data.people import EVERYWHERE, SIBLINGS, Account, Grant, Reach, Role, Siblings

Thing = TypeVar("Thing")
Mode = Literal["off", "password", "proxy"]
MODES: tuple[Mode, ...] = ("off", "password", "proxy")
ALIAS = "{:06d}"  # a code that no region has: theirs begin with 1 to 9


class Kept(Generic[Thing]):
    """The newest few things by name, shared by all threads."""

    def __init__(self, most: int = 512) -> None:
        self._things: OrderedDict[object, Thing] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def get(self, name: object) -> Thing | None:
        with self._lock:
            if name in self._things:
                self._things.move_to_end(name)
            return self._things.get(name)

    def put(self, name: object, thing: Thing) -> None:
        with self._lock:
            self._things[name] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)


@dataclass(frozen=True)
class Login:
    """How people sign in. ``off``: nobody does, and everybody on this computer may do everything."""

    mode: Mode = "off"
    header: str = "X-Remote-User"  # of the proxy, with the account's name
    peers: tuple[str, ...] = ()  # addresses of proxies beside this computer itself
    https: bool = False
    siblings: Siblings = "own"  # unless chosen on the page 管理
    secret: bytes = b""

    @property
    def on(self) -> bool:
        return self.mode != "off"

    def trusts(self, peer: str) -> bool:
        """May this peer say in a header who is asking."""
        return self.mode == "proxy" and (is_loopback(peer) or peer in self.peers)


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def siblings_of(text: str, otherwise: Siblings = "own") -> Siblings:
    return next((each for each in SIBLINGS if each == text), otherwise)


def reach_of(account: Account, catalogue: Catalogue, siblings: Siblings, secret: bytes) -> Reach:
    """What an account reaches: its grants spread over the regions below, the units above, the aliases."""
    roles = {role: _below(account.grants, role, catalogue) for role in {each.role for each in account.grants}}
    kept = frozenset(code for code, dataset in catalogue.datasets.items() if dataset.duty)
    reach = Reach(roles, siblings, kept, account.account)
    if EVERYWHERE in reach.seen:
        return Reach(roles, "all", kept, account.account)
    if not reach.seen:  # the 三员: their pages need the roots' names, and show no figures
        roots = frozenset(catalogue.datasets[code].root for code in kept)
        return Reach(roles, "own", kept, account.account, roots)
    trees = _regions(catalogue, kept)
    known = [code for code in reach.seen if code in catalogue.regions]
    above = {each.code for code in known for each in catalogue.regions.ancestors(code)} & trees - reach.seen
    hidden = _many(trees - reach.seen - above, catalogue) if siblings == "anonymous" else set()
    return Reach(roles, siblings, kept, account.account, frozenset(above), _aliases(hidden, secret))


def _below(grants: Iterable[Grant], role: Role, catalogue: Catalogue) -> frozenset[str]:
    found: set[str] = set()
    for grant in grants:
        if grant.role == role and grant.region in catalogue.regions:
            found |= {region.code for region in catalogue.regions.descendants(grant.region)}
        elif grant.role == role:
            found.add(grant.region)
    return frozenset((EVERYWHERE,)) if EVERYWHERE in found else frozenset(found)


def _regions(catalogue: Catalogue, datasets: Iterable[str]) -> set[str]:
    """Every region in the trees of these datasets."""
    roots = {catalogue.datasets[code].root for code in datasets}
    return {region.code for root in roots for region in catalogue.regions.descendants(root)}


def _many(hidden: set[str], catalogue: Catalogue) -> set[str]:
    """Without units, and those below them, that are the only one hidden under theirs: no alias hides them."""
    tree, lone = catalogue.regions, set[str]()
    for above in {tree.get(code).parent for code in hidden} - hidden:
        below = [each.code for each in tree.children(above) if each.code in hidden] if above in tree else []
        if len(below) == 1:
            lone |= {each.code for each in tree.descendants(below[0])}
    return hidden - lone


def _aliases(hidden: Iterable[str], secret: bytes) -> Mapping[str, str]:
    """A made-up code for each, in an order that tells nothing of who is who."""
    mixed = sorted(hidden, key=lambda code: hmac.new(secret, code.encode(), hashlib.sha256).digest())
    return {code: ALIAS.format(number) for number, code in enumerate(mixed, start=1)}
