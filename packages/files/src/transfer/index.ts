// Files of other tools in, folders and journals out: everything other rooms may use of it. Loaded when somebody asks for it.
export { readTransfer, type TransferError } from './read-transfer.ts';
export { recordsOfForeign, type KnownRecords } from './foreign.ts';
export { writeVault } from './write-vault.ts';
export { writeFoundryJournals } from './write-foundry.ts';
export { pack } from './zip.ts';
