/** A range in CIDR form: its first octets, and how many leading bits count. */
type Range = readonly [start: readonly number[], bits: number];

const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const GROUPS = 8;

/**
 * IANA IPv4 Special-Purpose Address Registry (RFC 6890 and later) and multicast (RFC 5771). The few anycast blocks in it
 * that do reach the open network are refused too: a router nearby answers for them.
 */
const SPECIAL_IPV4: readonly Range[] = [
  [[0], 8], // this network (RFC 791)
  [[10], 8], // private (RFC 1918)
  [[100, 64], 10], // behind a carrier's translator (RFC 6598)
  [[127], 8], // loopback (RFC 1122)
  [[169, 254], 16], // link-local (RFC 3927); clouds hand out their secrets there
  [[172, 16], 12], // private (RFC 1918)
  [[192, 0, 0], 24], // protocol assignments (RFC 6890)
  [[192, 0, 2], 24], // documentation (RFC 5737)
  [[192, 31, 196], 24], // AS112 (RFC 7535)
  [[192, 52, 193], 24], // multicast tunnels (RFC 7450)
  [[192, 88, 99], 24], // 6to4 relays, withdrawn (RFC 7526)
  [[192, 168], 16], // private (RFC 1918)
  [[192, 175, 48], 24], // AS112 (RFC 7534)
  [[198, 18], 15], // benchmarks (RFC 2544)
  [[198, 51, 100], 24], // documentation (RFC 5737)
  [[203, 0, 113], 24], // documentation (RFC 5737)
  [[224], 4], // multicast (RFC 5771)
  [[240], 4], // reserved (RFC 1112) and limited broadcast (RFC 919)
];

/** Only this part of IPv6 is given out to the open network (RFC 4291 section 2.4, IANA unicast assignments). */
const GLOBAL_IPV6: Range = [[0x20], 3];

/** IANA IPv6 Special-Purpose Address Registry, as far as it lies in `GLOBAL_IPV6`. */
const SPECIAL_IPV6: readonly Range[] = [
  [[0x20, 0x01, 0x00], 23], // protocol assignments (RFC 2928), with Teredo, benchmarks and ORCHID
  [[0x20, 0x01, 0x0d, 0xb8], 32], // documentation (RFC 3849)
  [[0x20, 0x02], 16], // 6to4 (RFC 3056): an IPv4 address within; nobody offers a service there any more
  [[0x26, 0x20, 0x00, 0x4f, 0x80, 0x00], 48], // AS112 (RFC 7534)
  [[0x3f, 0xff, 0x00], 20], // documentation (RFC 9637)
];

/** What stands in the last four bytes is where a connection really goes. */
const IPV4_WITHIN: readonly Range[] = [
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96], // IPv4-mapped (RFC 4291 section 2.5.5.2)
  [[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96], // NAT64 (RFC 6052): all that a network with IPv6 only sees
];

/**
 * Whether an IP address, as DNS or a socket writes it, is one of the open network and not of this machine, its neighbours
 * or a purpose of its own. IPv4 within IPv6 is judged by the IPv4 address.
 *
 * False for whatever is no plain address: names, ports, brackets, zones (`fe80::1%eth0`), and IPv4 in octal, hexadecimal
 * or with fewer than four numbers. Does not know what an operator routes elsewhere: a NAT64 prefix of the network's own is
 * an address like any other.
 */
export function isPublicAddress(text: string): boolean {
  const ipv4 = parseIpv4(text);
  if (ipv4) return isPublicIpv4(ipv4);
  const ipv6 = parseIpv6(text);
  if (!ipv6) return false;
  if (IPV4_WITHIN.some((range) => isWithin(ipv6, range))) return isPublicIpv4(ipv6.slice(-IPV4_BYTES));
  return isWithin(ipv6, GLOBAL_IPV6) && !SPECIAL_IPV6.some((range) => isWithin(ipv6, range));
}

function isPublicIpv4(bytes: readonly number[]): boolean {
  return !SPECIAL_IPV4.some((range) => isWithin(bytes, range));
}

function isWithin(bytes: readonly number[], [start, bits]: Range): boolean {
  return start.every((octet, i) => {
    const free = Math.max(0, 8 * (i + 1) - bits);
    return octet >> free === (bytes[i] ?? 0) >> free;
  });
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== IPV4_BYTES || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part)))
    return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** RFC 4291 section 2.2, all three forms. */
function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const before = groupsOf(head, tail === undefined);
  const after = tail === undefined ? [] : groupsOf(tail, true);
  if (!before || !after) return undefined;
  const missing = IPV6_BYTES - before.length - after.length;
  // "::" stands for one group at least.
  const isWhole = tail === undefined ? missing === 0 : missing >= IPV6_BYTES / GROUPS;
  return isWhole ? [...before, ...Array.from({ length: missing }, () => 0), ...after] : undefined;
}

function groupsOf(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    const ipv4 = mayEndInIpv4 && i === groups.length - 1 ? parseIpv4(group) : undefined;
    if (ipv4) bytes.push(...ipv4);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else return undefined;
  }
  return bytes;
}
