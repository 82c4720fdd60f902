//! Where a request comes from. Forwarded addresses are believed only of known proxies, and read from the right: what
//! stands further left was written by whoever called them.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use axum::http::{HeaderMap, HeaderName};

use crate::http::service::Origin;

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The network of an address: one IPv4 address, or the /64 that one IPv6 subscriber has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix(IpAddr);

impl Prefix {
    /// The network that `address` belongs to.
    pub const fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self(address),
            IpAddr::V6(address) => Self(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (!0 << 64)))),
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(formatter, "{address}/32"),
            IpAddr::V6(address) => write!(formatter, "{address}/64"),
        }
    }
}

/// The proxies that are believed.
#[derive(Debug, Clone, Default)]
pub(super) struct Proxies(Vec<Network>);

#[derive(Debug, Clone, Copy)]
enum Network {
    V4 { bits: u32, mask: u32 },
    V6 { bits: u128, mask: u128 },
}

impl Proxies {
    /// Reads addresses and networks.
    ///
    /// # Errors
    ///
    /// Answers with the first that is neither.
    pub(super) fn parse(list: &[String]) -> Result<Self, String> {
        list.iter()
            .map(|text| Network::parse(text).ok_or_else(|| text.clone()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether `address` is one of them.
    pub(super) fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// The client behind a connection from `peer`.
    pub(super) fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> Origin {
        let mut address = peer.to_canonical();
        if self.contains_and_forwards(address, headers) {
            for hop in hops(headers) {
                let Ok(hop) = hop.parse::<IpAddr>() else { break };
                address = hop.to_canonical();
                if !self.contain(address) {
                    break;
                }
            }
        }
        Origin {
            address,
            prefix: Prefix::of(address),
        }
    }

    fn contains_and_forwards(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        headers.contains_key(FORWARDED) && self.contain(peer)
    }
}

/// The forwarded addresses, the nearest first.
fn hops(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let mut lines: Vec<&str> = headers
        .get_all(FORWARDED)
        .iter()
        // A line that is no text ends what can be believed.
        .map(|line| line.to_str().unwrap_or("?"))
        .collect();
    lines.reverse();
    lines.into_iter().flat_map(|line| line.rsplit(',')).map(str::trim)
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
            None => (text, None),
        };
        match address.parse().ok()? {
            IpAddr::V4(address) => Self::v4(address, length.unwrap_or(32)),
            IpAddr::V6(address) => Self::v6(address, length.unwrap_or(128)),
        }
    }

    fn v4(address: Ipv4Addr, length: u32) -> Option<Self> {
        let mask = u32::MAX.checked_shl(32_u32.checked_sub(length)?).unwrap_or(0);
        let bits = address.to_bits() & mask;
        Some(Self::V4 { bits, mask })
    }

    fn v6(address: Ipv6Addr, length: u32) -> Option<Self> {
        let mask = u128::MAX.checked_shl(128_u32.checked_sub(length)?).unwrap_or(0);
        let bits = address.to_bits() & mask;
        Some(Self::V6 { bits, mask })
    }

    fn contains(&self, address: IpAddr) -> bool {
        match (self, address.to_canonical()) {
            (Self::V4 { bits, mask }, IpAddr::V4(address)) => address.to_bits() & mask == *bits,
            (Self::V6 { bits, mask }, IpAddr::V6(address)) => address.to_bits() & mask == *bits,
            (Self::V4 { .. }, IpAddr::V6(_)) | (Self::V6 { .. }, IpAddr::V4(_)) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies: Vec<String> = proxies.iter().map(|text| (*text).to_owned()).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED, HeaderValue::from_str(line).unwrap());
        }
        let origin = Proxies::parse(&proxies)
            .unwrap()
            .origin(peer.parse().unwrap(), &headers);
        origin.address.to_string()
    }

    #[test]
    fn strangers_cannot_say_where_they_come_from() {
        assert_eq!(client(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(
            client(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.7"]),
            "192.0.2.1"
        );
    }

    #[test]
    fn a_known_proxy_is_believed_from_the_right() {
        let proxies = ["10.0.0.0/8", "fd00::/8"];

        assert_eq!(
            client(&proxies, "10.1.2.3", &["1.1.1.1, 198.51.100.7"]),
            "198.51.100.7"
        );
        assert_eq!(
            client(&proxies, "10.1.2.3", &["1.1.1.1", "198.51.100.7, 10.9.9.9"]),
            "198.51.100.7"
        );
        assert_eq!(client(&proxies, "fd00::1", &["2001:db8::5"]), "2001:db8::5");
        assert_eq!(client(&proxies, "10.1.2.3", &[]), "10.1.2.3");
        assert_eq!(
            client(&proxies, "10.1.2.3", &["198.51.100.7, nonsense"]),
            "10.1.2.3"
        );
    }

    #[test]
    fn mapped_addresses_are_the_same_as_plain_ones() {
        assert_eq!(
            client(&["127.0.0.1"], "::ffff:127.0.0.1", &["::ffff:198.51.100.7"]),
            "198.51.100.7"
        );
    }

    #[test]
    fn networks_that_are_none_are_refused() {
        for text in ["10.0.0.0/33", "::/129", "host", "10.0.0.0/", "10.0.0.0/-1"] {
            assert_eq!(Proxies::parse(&[text.to_owned()]).unwrap_err(), text);
        }
        assert!(
            Proxies::parse(&["0.0.0.0/0".to_owned()])
                .unwrap()
                .contain("8.8.8.8".parse().unwrap())
        );
    }

    #[test]
    fn an_ipv6_subscriber_counts_as_one() {
        let one = Prefix::of("2001:db8:1:2:aaaa::1".parse().unwrap());
        let same = Prefix::of("2001:db8:1:2:bbbb::2".parse().unwrap());
        let other = Prefix::of("2001:db8:1:3::1".parse().unwrap());

        assert_eq!(one, same);
        assert_ne!(one, other);
        assert_eq!(one.to_string(), "2001:db8:1:2::/64");
        assert_eq!(
            Prefix::of("192.0.2.1".parse().unwrap()).to_string(),
            "192.0.2.1/32"
        );
    }
}
