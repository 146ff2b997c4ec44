// Which requirement rows the tests of the last run name: all rows, or those given ("M-001 to M-095").
import { printRows } from '../src/rows.ts';
const asked = process.argv.slice(2).join(' ');
process.exit(printRows(asked ? [asked] : []));
