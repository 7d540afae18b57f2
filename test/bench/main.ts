import { deriveFigures } from './derive.ts';
import { engineFigures } from './engine.ts';
import { type BenchReport, type Figures, machine, printTable } from './figure.ts';

/** `npm run bench [-- --json] [-- --only derive,engine]`: the figures of bench.md. */
const groups: Readonly<Record<string, () => Promise<Figures>>> = { derive: deriveFigures, engine: engineFigures };

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
const report: BenchReport = { machine: machine(), figures };
process.stdout.write(args.includes('--json') ? `${JSON.stringify(report)}\n` : printTable(report));
