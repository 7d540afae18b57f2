import { FaultyFs } from './faulty-fs.ts';
import { commitStory } from './commit-story.ts';
import { openStore } from '../../electron/store/store.ts';

/** A process of its own that tells the commit story and kills itself in the midst of its `killAt`-th file-system call (argv: folder, killAt).
 * It prints a line for each commit that was acknowledged. */
const [, , dataDir = '', killAt = '0'] = process.argv;
const faulty = new FaultyFs(Number(killAt), 'kill');
const store = await openStore({ dataDir, mode: 'write', fs: faulty.port });
await commitStory(store, (step) => process.stdout.write(`${step}\n`));
await store.close();
process.stdout.write(`calls ${faulty.calls}\n`);
