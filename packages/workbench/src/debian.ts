// Owns installing a package of Debian's where this process may: a machine where nothing was installed by hand.
import { run } from './run.ts';

/** Says what it does; true where the package manager says that it went well. */
export const installDebianPackage = async (name: string): Promise<boolean> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  console.error(`Installing the package ${name}…`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env, quiet: true });
  return (await run('apt-get', ['install', '-y', '-q', name], { env, quiet: true })) === 0;
};
