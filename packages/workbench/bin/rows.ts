// Which rows the tests of the last run show: all, or those asked for ("M-001 to M-095").
import { printRows } from '../src/rows.ts';
const asked = process.argv.slice(2).join(' ');
process.exit(printRows(asked ? [asked] : []));
