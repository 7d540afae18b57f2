import { createImporter } from '../../electron/store/import/importer.ts';
import { openStore } from '../../electron/store/store.ts';
import { FaultyFs } from './faulty-fs.ts';

/** A process of its own that imports files and kills itself in the midst of its `killAt`-th file-system call, 0 for never (argv: data folder, built
 * import child, killAt, files). It prints `begin`, then how many files were reported so far whenever that is told, then `calls N`. */
const [, , dataDir = '', child = '', killAt = '0', ...files] = process.argv;
const faulty = new FaultyFs(Number(killAt), 'kill');
const store = await openStore({ dataDir, mode: 'write', fs: faulty.port });
const importer = createImporter({ store, child });
process.stdout.write('begin\n');
await importer.importPaths(files, {}, undefined, (_share, text) => process.stdout.write(`${text}\n`));
process.stdout.write(`calls ${faulty.calls}\n`);
await importer.close();
await store.close();
