// The plural helpers under the names that the reader of vaults still uses.
export { plural as counted, pluralWord as agreeing } from '@emberkeep/domain';
