import { removeBenchFolder } from './bench-store.ts';
import { bundleFigures } from './bundle.ts';
import { chartFigures } from './chart.ts';
import { closeChromium } from './chromium.ts';
import { deriveFigures } from './derive.ts';
import { engineFigures } from './engine.ts';
import { type BenchReport, CannotMeasure, type Figures, machine, note, printTable } from './figure.ts';
import { importFigures } from './import.ts';
import { memoryFigures } from './memory.ts';
import { paceFigures } from './pace.ts';
import { runFigures } from './run.ts';
import { startFigures } from './start.ts';
import { storeFigures } from './store.ts';
import { tradingFigures } from './trading.ts';

/** `npm run bench [-- --json] [-- --only derive,engine]`: the figures of bench.md. Exit code 1 when a group failed; what others measured is printed. */
const groups: Readonly<Record<string, () => Promise<Figures>>> = {
  derive: deriveFigures,
  engine: engineFigures,
  trading: tradingFigures,
  store: storeFigures,
  import: importFigures,
  run: runFigures,
  start: startFigures,
  memory: memoryFigures,
  pace: paceFigures,
  chart: chartFigures,
  bundle: bundleFigures,
};

const args = process.argv.slice(2);
const names = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '').split(',') : Object.keys(groups);
let figures: Figures = {};
for (const name of names) {
  note(`measuring ${name} ...`);
  try {
    const measure = groups[name];
    if (measure === undefined) throw new Error(`there is no such group; there are ${Object.keys(groups).join(', ')}`);
    figures = { ...figures, ...(await measure()) };
  } catch (error) {
    note(`${name}: left out: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof CannotMeasure)) process.exitCode = 1;
  }
}
await closeChromium();
await removeBenchFolder();
const report: BenchReport = { machine: machine(), figures };
process.stdout.write(args.includes('--json') ? `${JSON.stringify(report)}\n` : printTable(report));
