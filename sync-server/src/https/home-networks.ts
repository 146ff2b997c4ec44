// What counts as a home: names and private networks. The relay's authority can vouch for nothing else.
import { hostname, networkInterfaces } from 'node:os';

/** Domains of home networks; names below them count as well. */
export const HOME_DOMAINS = ['localhost', 'local', 'lan', 'home', 'home.arpa', 'internal', 'ts.net'];

const zeros = (count: number): number[] => Array<number>(count).fill(0);

/** Address and mask, as bytes, of private networks, link-local networks and this machine. */
export const HOME_NETWORKS: readonly (readonly number[])[] = [
  [10, 0, 0, 0, 255, 0, 0, 0],
  [172, 16, 0, 0, 255, 240, 0, 0],
  [192, 168, 0, 0, 255, 255, 0, 0],
  [169, 254, 0, 0, 255, 255, 0, 0],
  [100, 64, 0, 0, 255, 192, 0, 0],
  [127, 0, 0, 0, 255, 0, 0, 0],
  [0xfc, ...zeros(15), 0xfe, ...zeros(15)],
  [0xfe, 0x80, ...zeros(14), 0xff, 0xc0, ...zeros(14)],
  [...zeros(15), 1, ...Array<number>(16).fill(0xff)],
];

/** An IPv4 network is 4 bytes of address and 4 of mask. */
const IPV4_LENGTH = 8;

const isHomeAddress = (ipv4: string): boolean => {
  const bytes = ipv4.split('.').map(Number);
  return HOME_NETWORKS.some(
    (network) =>
      network.length === IPV4_LENGTH && bytes.every((byte, i) => (byte & (network[i + 4] as number)) === network[i]),
  );
};

/** The names and addresses by which this computer can be reached on its private networks. */
export const localNames = (): string[] => {
  const name = hostname()
    .toLowerCase()
    .replace(/\.local$/, '');
  const isValidName = /^[a-z0-9-]{1,63}$/.test(name);
  const addresses = Object.values(networkInterfaces())
    .flat()
    .flatMap((address) =>
      address && !address.internal && address.family === 'IPv4' && isHomeAddress(address.address)
        ? [address.address]
        : [],
    );
  const names = isValidName ? [name, `${name}.local`] : [];
  return [...new Set(['localhost', ...names, '127.0.0.1', '::1', ...addresses])];
};

export const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');
