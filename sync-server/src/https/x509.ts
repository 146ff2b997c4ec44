// Makes keys and certificates. The authority carries a name constraint: clients accept its certificates for homes
// only, so whoever steals its key cannot pretend to be a site on the internet.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { hostname } from 'node:os';
import { HOME_DOMAINS, HOME_NETWORKS, isAddress } from './home-networks.ts';

/** PEM. */
export interface KeyAndCertificate {
  key: string;
  cert: string;
}

export const DAY_MS = 86_400_000;
/** iPads refuse certificates that are good for more than 825 days, and for more than 398 of a public authority. */
const LEAF_DAYS = 397;
const AUTHORITY_DAYS = 3650;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

const { subtle } = globalThis.crypto;

const toPem = (bytes: ArrayBuffer): string => {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
};
const importKey = (pem: string) =>
  subtle.importKey('pkcs8', Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'), ALGORITHM, true, ['sign']);
const exportKey = async (key: Awaited<ReturnType<typeof importKey>>): Promise<string> =>
  toPem(await subtle.exportKey('pkcs8', key));
const newKeys = () => subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** A random serial number; the first digit keeps it positive. */
const newSerial = (): string =>
  Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(15)))
    .toString('hex')
    .replace(/^[89a-f]/, '1');

const validity = (now: number, days: number) => ({
  notBefore: new Date(now - DAY_MS),
  notAfter: new Date(now + days * DAY_MS),
});

// ASN.1 tags of a name constraint (RFC 5280, 4.2.1.10).
const NAME_CONSTRAINTS = '2.5.29.30';
const SEQUENCE = 0x30;
const PERMITTED = 0xa0;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** A value of ASN.1 in DER: tag, length, content. */
const encodeDer = (tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> => {
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...lengthBytes, ...content]);
};

/** Permits these names, the names below them, and private networks. */
const homeConstraint = (names: readonly string[]): x509.Extension => {
  const bases = [
    ...names.map((name) => encodeDer(DNS_NAME, Buffer.from(name))),
    ...HOME_NETWORKS.map((network) => encodeDer(IP_ADDRESS, Uint8Array.from(network))),
  ];
  const permitted = encodeDer(PERMITTED, Buffer.concat(bases.map((base) => encodeDer(SEQUENCE, base))));
  return new x509.Extension(NAME_CONSTRAINTS, true, encodeDer(SEQUENCE, permitted));
};

/** An authority for homes, and for the given names. */
export const makeAuthority = async (names: readonly string[], now: number): Promise<KeyAndCertificate> => {
  const keys = await newKeys();
  const computer = hostname().replace(/[^\w.-]/g, '') || 'this computer';
  const ownNames = names.filter((name) => !isAddress(name));
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: `CN=Emberkeep at home (${computer})`,
    ...validity(now, AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      homeConstraint([...new Set([...HOME_DOMAINS, ...ownNames])]),
    ],
  });
  return { key: await exportKey(keys.privateKey), cert: cert.toString('pem') };
};

/** A server's certificate for these names and addresses, signed by the authority. */
export const makeLeaf = async (
  authority: KeyAndCertificate,
  names: readonly string[],
  now: number,
): Promise<KeyAndCertificate> => {
  const issuer = new x509.X509Certificate(authority.cert);
  const keys = await newKeys();
  const alternativeNames = names.map((name) => ({
    type: isAddress(name) ? ('ip' as const) : ('dns' as const),
    value: name,
  }));
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: `CN=${names[0] ?? 'localhost'}`,
    issuer: issuer.subject,
    ...validity(now, LEAF_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTHENTICATION], false),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      new x509.SubjectAlternativeNameExtension(alternativeNames),
    ],
  });
  return { key: await exportKey(keys.privateKey), cert: cert.toString('pem') };
};

const namesIn = (cert: x509.X509Certificate): string[] =>
  cert
    .getExtension(x509.SubjectAlternativeNameExtension)
    ?.names.toJSON()
    .map(({ value }) => String(value)) ?? [];

/** Whether a certificate covers every name now and for `days` more. */
export const covers = (pem: string, names: readonly string[], now: number, days: number): boolean => {
  const cert = new x509.X509Certificate(pem);
  const covered = namesIn(cert);
  return (
    cert.notAfter.getTime() - now > days * DAY_MS &&
    cert.notBefore.getTime() < now &&
    names.every((name) => covered.includes(name))
  );
};

/** Elements of ASN.1 in DER that stand one after the other. */
const decodeDer = (bytes: Uint8Array): { tag: number; content: Uint8Array }[] => {
  const elements: { tag: number; content: Uint8Array }[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
    const lengthBytes = first < 128 ? 0 : first & 0x7f;
    const start = at + 2 + lengthBytes;
    const length = bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, first < 128 ? first : 0);
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
};

/** The domains for which the authority may sign; names below them count as well. */
const permittedDomains = (authority: string): string[] => {
  const constraint = new x509.X509Certificate(authority).getExtension(NAME_CONSTRAINTS);
  const permitted = decodeDer(new Uint8Array(constraint?.value ?? []))
    .flatMap(({ content }) => decodeDer(content))
    .filter(({ tag }) => tag === PERMITTED);
  return permitted
    .flatMap(({ content }) => decodeDer(content))
    .flatMap(({ content }) => decodeDer(content))
    .filter(({ tag }) => tag === DNS_NAME)
    .map(({ content }) => Buffer.from(content).toString());
};

/**
 * The names and addresses that a certificate of this authority can have. One name outside its constraint would make
 * clients refuse the whole certificate, and the authority cannot learn the name of a renamed computer.
 */
export const permittedNames = (authority: string, names: readonly string[]): string[] => {
  const domains = permittedDomains(authority);
  return names.filter(
    (name) => isAddress(name) || domains.some((domain) => name === domain || name.endsWith(`.${domain}`)),
  );
};
