import { openStore } from '../../electron/store/store.ts';
import { FaultyFs } from './faulty-fs.ts';
import { perform, type Operation } from './operation-story.ts';

/** A process of its own that does one operation and kills itself in the midst of its `killAt`-th file-system call (argv: data folder, folder of
 * backups, operation, killAt). It prints a line when the operation was acknowledged. */
const [, , dataDir = '', backups = '', operation = 'compact', killAt = '0'] = process.argv;
const faulty = new FaultyFs(Number(killAt), 'kill');
const store = await openStore({ dataDir, mode: 'write', fs: faulty.port });
await perform(store, operation as Operation, backups);
process.stdout.write('done\n');
await store.close();
