import { deriveFigures } from './derive.ts';
import { engineFigures } from './engine.ts';
import { removeBenchFolder } from './bench-store.ts';
import { type BenchReport, type Figures, machine, printTable } from './figure.ts';
import { storeFigures } from './store.ts';

/** `npm run bench [-- --json] [-- --only derive,engine]`: the figures of bench.md. */
const groups: Readonly<Record<string, () => Promise<Figures>>> = {
  derive: deriveFigures,
  engine: engineFigures,
  store: storeFigures,
};

const args = process.argv.slice(2);
const only = args[args.indexOf('--only') + 1]?.split(',');
const chosen = args.includes('--only')
  ? Object.entries(groups).filter(([name]) => only?.includes(name))
  : Object.entries(groups);
let figures: Figures = {};
for (const [name, measure] of chosen) {
  process.stderr.write(`measuring ${name} ...\n`);
  figures = { ...figures, ...(await measure()) };
}
await removeBenchFolder();
const report: BenchReport = { machine: machine(), figures };
process.stdout.write(args.includes('--json') ? `${JSON.stringify(report)}\n` : printTable(report));
