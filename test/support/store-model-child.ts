import fc from 'fast-check';
import { storeCommands } from './store-commands.ts';
import { StoreRig } from './store-rig.ts';

/** A process of its own that plays random command lists against the model (argv: seed, lists). Its last line says how
 * many it played and what went wrong. */
const [, , seed = '1', lists = '1'] = process.argv;
const rig = await StoreRig.open();
const property = fc.asyncProperty(storeCommands, (commands) => rig.play(commands));
const found = await fc.check(property, { numRuns: Number(lists), seed: Number(seed) });
await rig.close();
const failure = found.failed ? fc.defaultReportMessage(found) : undefined;
process.stdout.write(`${JSON.stringify({ played: found.numRuns, failure })}\n`);
