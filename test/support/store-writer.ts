import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { caseNumber, caseOf } from './cases.ts';

/** Started by the store's tests as a process of its own: imports cases until it is done or killed. */
export const storeWriter = import.meta.filename;

if (import.meta.main) {
  const [folder = '', from = '0', count = '0'] = process.argv.slice(2);
  const store = openSqlite(folder);
  for (let index = Number(from); index < Number(from) + Number(count); index += 1) {
    await store.importCase(caseOf({ case: caseNumber(index) }));
    process.stdout.write(`${index}\n`);
  }
  await store.close();
}
