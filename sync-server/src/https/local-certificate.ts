// The relay's own certificate for a home network: an authority that is made once, and a certificate for the names and
// addresses that this computer has now. Both are kept in a folder that only its owner can read.
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder } from '../storage/sqlite.ts';
import { localNames } from './home-networks.ts';
import { covers, makeAuthority, makeLeaf, permittedNames, type KeyAndCertificate } from './x509.ts';

/** PEM. */
export interface LocalCertificate extends KeyAndCertificate {
  /** The authority's certificate, for tablets to trust. `cert` contains it as well, after the relay's own. */
  authority: string;
  /** What it is good for. A computer that was renamed is reached by its name in `.local` or by its address. */
  names: string[];
}

/** A certificate is renewed when it is good for less than this, days. */
const RENEW_DAYS = 60;

/** Key and certificate files in a folder. */
const createCertificateFolder = (folder: string) => {
  makeOwnFolder(folder);
  const read = (name: string): string | null => {
    const path = join(folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  const write = (name: string, text: string): void => {
    const path = join(folder, name);
    writeFileSync(`${path}.part`, text, { mode: 0o600 });
    chmodSync(`${path}.part`, 0o600);
    renameSync(`${path}.part`, path);
  };
  return {
    load: (name: string): KeyAndCertificate | null => {
      const [key, cert] = [read(`${name}.key`), read(`${name}.crt`)];
      return key && cert ? { key, cert } : null;
    },
    save: (name: string, made: KeyAndCertificate): KeyAndCertificate => {
      write(`${name}.key`, made.key);
      write(`${name}.crt`, made.cert);
      return made;
    },
  };
};

/**
 * Returns the certificate in the folder, or makes a new one if it does not cover this computer's names or runs out
 * soon. The authority stays, and so does the trust of the tablets.
 */
export const localCertificate = async (
  folder: string,
  ownNames: string[] = localNames(),
  now = Date.now(),
): Promise<LocalCertificate> => {
  const files = createCertificateFolder(folder);
  const authority = files.load('authority') ?? files.save('authority', await makeAuthority(ownNames, now));
  const names = permittedNames(authority.cert, ownNames);
  const stored = files.load('server');
  const leaf =
    stored && covers(stored.cert, names, now, RENEW_DAYS)
      ? stored
      : files.save('server', await makeLeaf(authority, names, now));
  return { key: leaf.key, cert: `${leaf.cert}\n${authority.cert}\n`, authority: authority.cert, names };
};
