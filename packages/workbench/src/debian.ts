// Installs Debian packages where this process may, so that tests run on a fresh machine.
import { run } from './run.ts';

/** Resolves with true where the package was installed; false also where this process may not install packages. */
export const installDebianPackage = async (name: string): Promise<boolean> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  console.error(`Installing the package ${name}…`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env, quiet: true });
  return (await run('apt-get', ['install', '-y', '-q', name], { env, quiet: true })) === 0;
};
