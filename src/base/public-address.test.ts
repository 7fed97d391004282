import assert from 'node:assert/strict';
import { BlockList, isIP } from 'node:net';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isPublicAddress } from './public-address.ts';

const OPEN = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
  169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0
  192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 203.0.112.255 203.0.114.0 223.255.255.255
  2000:: 2001:200:: 2001:db7:ffff:: 2001:db9:: 2003::1 2606:4700::1111 2A00:1450::8A 2620:4f:7fff::
  2620:4f:8001:: 3ffe:ffff:: 3fff:1000:: 2a00::1.2.3.4 ::ffff:8.8.8.8 ::FFFF:808:808
  0:0:0:0:0:ffff:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b::808:808
`
  .trim()
  .split(/\s+/);

const INSIDE = `
  0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254
  172.16.0.1 172.31.255.255 192.0.0.9 192.0.2.1 192.88.99.1 192.168.1.1 192.31.196.1 192.52.193.1
  192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.1.2.3 240.0.0.1
  255.255.255.255 :: ::1 0:0:0:0:0:0:0:1 ::8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b:1::8.8.8.8 100::1 2001::1
  2001:0:4136:e378:: 2001:1ff:: 2001:2::1 2001:20::1 2001:db8::1 3fff::1 3fff:fff:ffff:: 2002:7f00:1::
  2002:808:808::1 2620:4f:8000::1 1fff:: 4000:: 5f00::1 fc00::1 fdff::1 fe80::1 febf::1 fec0::1
  ff02::1 ::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::10.0.0.1 64:ff9b::a00:1 0064:ff9b:0000::192.168.0.1
`
  .trim()
  .split(/\s+/);

const NO_ADDRESS = [
  '',
  'localhost',
  'push.example',
  '8.8.8',
  '8.8.8.8.8',
  '8.8.8.8:443',
  '8.8.8.8/32',
  ' 8.8.8.8',
  '8.8.8.8\n',
  '0x8.8.8.8',
  '010.8.8.8',
  '8.8.8.256',
  '134744072',
  '8.8.8.-8',
  '8.8.8.',
  '.8.8.8',
  '8.8.8.٨',
  '１.1.1.1',
  '[2606:4700::1]',
  '2606:4700::1%eth0',
  '2606:4700::1%',
  'fe80::1%2',
  '2606:4700:',
  ':2606:4700::1',
  '2606',
  '2606::4700::1',
  '2606:::1',
  '1:2:3:4:5:6:7',
  '2606:2:3:4:5:6:7:8:9',
  '2606:2:3:4:5:6:7:8::',
  '2606:12345::',
  '2606::g',
  '2606:4700::8.8.8.8:1',
  '8.8.8.8::',
  '2606:4700::8.8.8',
  '2606:2:3:4:5:6:7:8.8.8.8',
  '2606:+1::',
];

const ofFourBytes = fc.uint8Array({ minLength: 4, maxLength: 4 });
const ofSixteenBytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

/** The eight groups of sixteen bytes. */
function groupsOf(bytes: ArrayLike<number>): number[] {
  return Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
}

type Style = {
  readonly isUpper: boolean;
  readonly isPadded: boolean;
  readonly isDotted: boolean;
  readonly gapAt: number;
};
const anyStyle: fc.Arbitrary<Style> = fc.record({
  isUpper: fc.boolean(),
  isPadded: fc.boolean(),
  isDotted: fc.boolean(),
  gapAt: fc.nat(7),
});

/** One of the many ways in which RFC 4291 lets the same address be written. */
function spell(bytes: ArrayLike<number>, { isUpper, isPadded, isDotted, gapAt }: Style): string {
  const groups = groupsOf(bytes);
  const words = groups.map((n) => n.toString(16).padStart(isPadded ? 4 : 1, '0'));
  if (isDotted) words.splice(6, 2, Array.from(bytes).slice(-4).join('.'));
  let end = gapAt;
  while (end < words.length && groups[end] === 0) end++;
  const text =
    end === gapAt ? words.join(':') : `${words.slice(0, gapAt).join(':')}::${words.slice(end).join(':')}`;
  return isUpper ? text.toUpperCase() : text;
}

describe('an address of the open network', () => {
  for (const text of OPEN) test(`${text} is one`, () => assert.equal(isPublicAddress(text), true));
  for (const text of INSIDE) test(`${text} is none`, () => assert.equal(isPublicAddress(text), false));
  for (const text of NO_ADDRESS)
    test(`${JSON.stringify(text)} is no address at all`, () => assert.equal(isPublicAddress(text), false));

  test('the tables above hold addresses, and what is none, as Node reads them', () => {
    assert.deepEqual(
      [...OPEN, ...INSIDE].filter((text) => isIP(text) === 0),
      [],
    );
    // Node takes zones for part of an address.
    assert.deepEqual(
      NO_ADDRESS.filter((text) => isIP(text) !== 0 && !text.includes('%')),
      [],
    );
  });

  test('every IPv4 address is judged as a list of blocks by Node judges it', () => {
    const blocks = new BlockList();
    const ranges =
      '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
      '192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 ' +
      '198.51.100.0/24 203.0.113.0/24 224.0.0.0/3';
    for (const range of ranges.split(' ')) {
      const [net = '', bits] = range.split('/');
      blocks.addSubnet(net, Number(bits));
    }
    const judge = (text: string): void => assert.equal(isPublicAddress(text), !blocks.check(text), text);
    for (let n = 0; n < 0x10000; n++) judge(`${n >> 8}.${n & 255}.99.1`);
    for (let n = 0; n < 0x10000; n++) judge(`192.${n >> 8}.${n & 255}.1`);
    fc.assert(fc.property(ofFourBytes, (bytes) => judge(bytes.join('.'))));
  });

  test('an IPv4 address within IPv6 is judged as by itself, however it is written', () => {
    const prefixes = ['00000000000000000000ffff', '0064ff9b0000000000000000'].map((hex) => [
      ...Buffer.from(hex, 'hex'),
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), ofFourBytes, anyStyle, (prefix, ipv4, style) =>
        assert.equal(isPublicAddress(spell([...prefix, ...ipv4], style)), isPublicAddress(ipv4.join('.'))),
      ),
      { numRuns: 2_000 },
    );
  });

  test('an inner IPv4 address is refused in every form of IPv6 that carries one, however it is written', () => {
    const inner = fc
      .tuple(fc.constantFrom([10, 8], [127, 8], [169, 16], [172, 12], [192, 16]), ofFourBytes)
      .map(([[first = 0], bytes]) => {
        const second = { 169: 254, 172: 16 + ((bytes[1] ?? 0) & 15), 192: 168 }[first] ?? bytes[1] ?? 0;
        return [first, second, bytes[2] ?? 0, bytes[3] ?? 0];
      });
    const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
    const forms: readonly ((ipv4: readonly number[]) => number[])[] = [
      (ipv4) => [...zeros(10), 255, 255, ...ipv4],
      (ipv4) => [...zeros(12), ...ipv4],
      (ipv4) => [...zeros(8), 255, 255, 0, 0, ...ipv4],
      (ipv4) => [0, 0x64, 0xff, 0x9b, ...zeros(8), ...ipv4],
      (ipv4) => [0, 0x64, 0xff, 0x9b, 0, 1, ...zeros(6), ...ipv4],
      (ipv4) => [0x20, 0x02, ...ipv4, ...zeros(9), 1],
      (ipv4) => [0x20, 0x01, 0, 0, ...zeros(8), ...ipv4.map((byte) => byte ^ 255)],
    ];
    fc.assert(
      fc.property(inner, fc.constantFrom(...forms), anyStyle, (ipv4, form, style) => {
        const text = spell(form(ipv4), style);
        assert.notEqual(isIP(text), 0, text);
        assert.equal(isPublicAddress(text), false, text);
      }),
      { numRuns: 5_000 },
    );
  });

  test('every spelling of one IPv6 address is judged alike', () => {
    fc.assert(
      fc.property(ofSixteenBytes, anyStyle, anyStyle, (bytes, one, other) =>
        assert.equal(isPublicAddress(spell(bytes, one)), isPublicAddress(spell(bytes, other))),
      ),
    );
  });

  test('what Node takes for no address is none', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'0123456789abcf:.:.%x[] '), maxLength: 24 });
    fc.assert(
      fc.property(letters, (text) => {
        if (isIP(text) === 0) assert.equal(isPublicAddress(text), false, text);
      }),
      { numRuns: 5_000 },
    );
  });
});
