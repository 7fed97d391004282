// What Linux tells of itself as text: proc(5), https://docs.kernel.org/networking/proc_net_tcp.html
const LISTENING = '0A';
const LOOPBACK_6 = '00000000000000000000000001000000';
// ::ffff:0:0/96, an address of IPv4 written as one of IPv6 (RFC 4291, 2.5.5.2), as the kernel prints it.
const MAPPED = '0000000000000000FFFF0000';

/** Ports in `/proc/net/tcp` or `tcp6` on which something listens that other machines can reach. */
export function reachablePorts(text: string): readonly number[] {
  const ports = text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      return state === LISTENING && !isLoopback(address) ? [Number.parseInt(port, 16)] : [];
    });
  return [...new Set(ports)].sort((a, b) => a - b);
}

function isLoopback(address: string): boolean {
  if (address === LOOPBACK_6) return true;
  const v4 = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
  // Printed in the byte order of the machine, so the first number of 127.0.0.1 comes last.
  return v4.length === 8 && v4.endsWith('7F');
}

export type SwapLine = { readonly file: string; readonly type: string };

/** The places of `/proc/swaps`. */
export function swapLines(text: string): readonly SwapLine[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [file, type] = line.trim().split(/\s+/);
      return file && type ? [{ file: file.replaceAll(String.raw`\040`, ' '), type }] : [];
    });
}

/** Whether a process with these `/proc/self/limits`, under this core pattern, leaves its memory when it crashes. */
export function leavesCore(limits: string, corePattern: string): boolean {
  const soft = /^Max core file size\s+(\S+)/m.exec(limits)?.[1];
  return corePattern.trim() !== '' && soft !== undefined && soft !== '0';
}

/** Whether the kernel offers to write its memory to a disk: `/sys/power/state` and `/sys/power/disk`. */
export function offersHibernation(state: string, disk: string): boolean {
  return state.trim().split(/\s+/).includes('disk') && !disk.includes('[disabled]');
}
