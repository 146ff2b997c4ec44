import { databaseContract } from './database.contract.ts';

databaseContract('in a browser');
