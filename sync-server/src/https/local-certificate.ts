// Owns a certificate for a home network: an authority of this relay's own, made once, and a certificate by it for the names and
// addresses that this computer has now. The authority may vouch for private addresses and home names only, so that a tablet that
// trusts it can be shown no false bank by whoever gets hold of its key. In: a folder. Out: key and certificates, PEM.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';

export interface LocalCertificate {
  key: string;
  /** The certificate, and the authority's behind it. */
  cert: string;
  /** The authority's certificate, for tablets to trust. */
  authority: string;
  names: string[];
}

const DAY = 86_400_000;
/** iPads take no certificate that is good for longer than 825 days, and none of a public authority over 398: stay below both. */
const LEAF_DAYS = 397;
const RENEW_DAYS = 60;
const AUTHORITY_DAYS = 3650;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOME_NAMES = ['localhost', 'local', 'lan', 'home', 'home.arpa', 'internal', 'ts.net'];
/** Address and mask of private networks, link-local ones and this machine. */
const HOME_NETWORKS = [
  [10, 0, 0, 0, 255, 0, 0, 0],
  [172, 16, 0, 0, 255, 240, 0, 0],
  [192, 168, 0, 0, 255, 255, 0, 0],
  [169, 254, 0, 0, 255, 255, 0, 0],
  [100, 64, 0, 0, 255, 192, 0, 0],
  [127, 0, 0, 0, 255, 0, 0, 0],
  [0xfc, ...Array<number>(15).fill(0), 0xfe, ...Array<number>(15).fill(0)],
  [0xfe, 0x80, ...Array<number>(14).fill(0), 0xff, 0xc0, ...Array<number>(14).fill(0)],
  [...Array<number>(15).fill(0), 1, ...Array<number>(16).fill(0xff)],
];

const isAtHome = (address: string): boolean => {
  const bytes = address.split('.').map(Number);
  return HOME_NETWORKS.some(
    (network) => network.length === 8 && bytes.every((byte, i) => (byte & (network[i + 4] as number)) === network[i]),
  );
};

/** What this computer is called and where it is on its private networks. */
export const localNames = (): string[] => {
  const name = hostname()
    .toLowerCase()
    .replace(/\.local$/, '');
  const isName = /^[a-z0-9-]{1,63}$/.test(name);
  const addresses = Object.values(networkInterfaces())
    .flat()
    .flatMap((a) => (a && !a.internal && a.family === 'IPv4' && isAtHome(a.address) ? [a.address] : []));
  return [...new Set(['localhost', ...(isName ? [name, `${name}.local`] : []), '127.0.0.1', '::1', ...addresses])];
};

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');
const pem = (bytes: ArrayBuffer): string =>
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`;
const { subtle } = globalThis.crypto;
const importKey = (text: string) =>
  subtle.importKey('pkcs8', Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64'), ALGORITHM, true, ['sign']);
const newKeys = () => subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const exported = async (key: Awaited<ReturnType<typeof importKey>>): Promise<string> =>
  pem(await subtle.exportKey('pkcs8', key));
const serial = (): string =>
  Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(15)))
    .toString('hex')
    .replace(/^[89a-f]/, '1');

/** A value of ASN.1 in DER. */
const tlv = (tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> => {
  const { length } = content;
  return Uint8Array.from([tag, ...(length < 128 ? [length] : [0x82, length >> 8, length & 0xff]), ...content]);
};
const NAME_CONSTRAINTS = '2.5.29.30';
const SEQUENCE = 0x30;
const PERMITTED = 0xa0;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** The authority vouches for these names, what is below them, and private networks; clients refuse anything else of it. */
const homeOnly = (names: readonly string[]): x509.Extension => {
  const bases = [
    ...names.map((name) => tlv(DNS_NAME, Buffer.from(name))),
    ...HOME_NETWORKS.map((network) => tlv(IP_ADDRESS, Uint8Array.from(network))),
  ];
  const permitted = tlv(PERMITTED, Buffer.concat(bases.map((base) => tlv(SEQUENCE, base))));
  return new x509.Extension(NAME_CONSTRAINTS, true, tlv(SEQUENCE, permitted));
};

const makeAuthority = async (names: readonly string[], now: number): Promise<{ key: string; cert: string }> => {
  const keys = await newKeys();
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Emberkeep at home (${hostname().replace(/[^\w.-]/g, '') || 'this computer'})`,
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      homeOnly([...new Set([...HOME_NAMES, ...names.filter((name) => !isAddress(name))])]),
    ],
  });
  return { key: await exported(keys.privateKey), cert: cert.toString('pem') };
};

const makeLeaf = async (
  authority: { key: string; cert: string },
  names: readonly string[],
  now: number,
): Promise<{ key: string; cert: string }> => {
  const issuer = new x509.X509Certificate(authority.cert);
  const keys = await newKeys();
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${names[0] ?? 'localhost'}`,
    issuer: issuer.subject,
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + LEAF_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1'], false),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isAddress(name) ? ('ip' as const) : ('dns' as const), value: name })),
      ),
    ],
  });
  return { key: await exported(keys.privateKey), cert: cert.toString('pem') };
};

const namesIn = (cert: x509.X509Certificate): string[] =>
  cert
    .getExtension(x509.SubjectAlternativeNameExtension)
    ?.names.toJSON()
    .map(({ value }) => String(value)) ?? [];

/** The certificate for what this computer is called and where it is now; made, or made anew, where the one in the folder does not fit. The authority stays, and with it the tablets' trust. */
export const localCertificate = async (
  folder: string,
  names: string[] = localNames(),
  now = Date.now(),
): Promise<LocalCertificate> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(folder, name);
  const read = (name: string): string | null => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : null);
  const write = (name: string, text: string): void => {
    writeFileSync(at(`${name}.part`), text, { mode: 0o600 });
    chmodSync(at(`${name}.part`), 0o600);
    renameSync(at(`${name}.part`), at(name));
  };
  const pair = (name: string): { key: string; cert: string } | null => {
    const [key, cert] = [read(`${name}.key`), read(`${name}.crt`)];
    return key && cert ? { key, cert } : null;
  };
  const save = (name: string, made: { key: string; cert: string }): { key: string; cert: string } => {
    write(`${name}.key`, made.key);
    write(`${name}.crt`, made.cert);
    return made;
  };
  const authority = pair('authority') ?? save('authority', await makeAuthority(names, now));
  const there = pair('server');
  const fits = (cert: x509.X509Certificate): boolean =>
    cert.notAfter.getTime() - now > RENEW_DAYS * DAY &&
    cert.notBefore.getTime() < now &&
    names.every((name) => namesIn(cert).includes(name));
  const leaf =
    there && fits(new x509.X509Certificate(there.cert)) ? there : save('server', await makeLeaf(authority, names, now));
  return { key: leaf.key, cert: `${leaf.cert}\n${authority.cert}\n`, authority: authority.cert, names };
};
