"""Who looks at a page, and whether that is a look that counts."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

# Programs that name themselves: crawlers, link previews, monitors, libraries. Cubot makes telephones; the library of
# Android apps (okhttp) and the one of iPhones (CFNetwork) are people.
BOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|archiver|facebookexternalhit|whatsapp|skypeuripreview|embedly|mediapartners"
    r"|preview|headless|phantomjs|lighthouse|pagespeed|puppeteer|playwright|selenium|monitor|pingdom|uptime|statuscake"
    r"|feedfetcher|feedparser|validator|curl|wget|libwww|python|aiohttp|httpx|go-http-client|java/|apache-httpclient"
    r"|node-fetch|axios|ruby|perl|php/|guzzle|nikto|sqlmap|nmap|zgrab|masscan",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever asked for a page or, by a phone app, for a listing."""

    user_id: int | None
    ip: str
    agent: str
    is_staff: bool = False
    is_reading: bool = True

    @classmethod
    def asking(
        cls, method: str, headers: Mapping[str, str], *, user_id: int | None, is_staff: bool, ip: str
    ) -> "Viewer":
        """From the parts of a request. A HEAD and a page fetched in advance are not read by anybody yet."""
        purpose = headers.get("Sec-Purpose", "") + headers.get("Purpose", "") + headers.get("X-Moz", "")
        is_reading = method == "GET" and "prefetch" not in purpose.lower() and "prerender" not in purpose.lower()
        return cls(user_id, ip, headers.get("User-Agent", ""), is_staff=is_staff, is_reading=is_reading)

    @property
    def is_bot(self) -> bool:
        """Whether the agent names itself as a program, or does not name itself at all."""
        return not self.agent or BOTS.search(self.agent) is not None

    def counts_for(self, owner_id: int | None) -> bool:
        """Whether this look is one of the public's: a person's, reading, neither staff's nor the owner's."""
        is_owner = self.user_id is not None and self.user_id == owner_id
        return self.is_reading and not (self.is_bot or self.is_staff or is_owner)

    def key(self, secret: bytes) -> str:
        """The same viewer, the same key, for as long as the secret lives; nobody can be found from it."""
        return _hidden(f"user {self.user_id}" if self.user_id is not None else f"guest {self.ip} {self.agent}", secret)

    def place(self, secret: bytes) -> str:
        """The same for all who come from one address, whatever they call themselves."""
        return _hidden(f"place {_network(self.ip)}", secret)


def _hidden(who: str, secret: bytes) -> str:
    return hmac.new(secret, who.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def _network(ip: str) -> str:
    """The address, of IPv6 its first half: everybody has the other half to themselves."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ip
    return str(IPv6Network((int(address) >> 64 << 64, 64))) if isinstance(address, IPv6Address) else str(address)
