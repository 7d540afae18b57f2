import type { ReactElement } from 'react';

import type { FileInspection, PreviewRow } from '../../../shared/store/import.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { WrittenTable } from './written-table.tsx';

const FIGURES = /^-?[\d,.]+$/;

/** `2014-06-05 13:28` of an ISO instant, with seconds where some row needs them. */
function shortStamp(iso: string, withSeconds: boolean): string {
  const text = iso.replace('T', ' ').replace(/Z$/, '');
  return withSeconds ? text : text.slice(0, 16);
}

/** Wall time without its date, to the second: fractions stand beside it. */
function shortLocal(local: string, withSeconds: boolean): string {
  const clock = /\d{2}:\d{2}(:\d{2})?/.exec(local)?.[0] ?? local;
  return withSeconds ? clock : clock.slice(0, 5);
}

const hasSeconds = (rows: readonly PreviewRow[]): boolean => rows.some(({ time }) => !/:00Z$/.test(time));

/** The first rows as they would be stored; as the file has them where a question stands in the way. */
export function PreviewTable({ inspection, zone }: { inspection: FileInspection; zone: string }): ReactElement {
  const { preview, written = [], columns } = inspection;
  if (written.length > 0) return <WrittenTable columns={columns} rows={written} />;
  if (preview.length === 0) return <EmptyState text="No rows can be shown until the questions are answered." />;
  const names = Object.keys(preview[0]?.values ?? {});
  const withSeconds = hasSeconds(preview);
  const withSymbol = new Set(preview.map(({ symbol }) => symbol)).size > 1 || inspection.guess.symbols.length > 1;
  return (
    <div className="body scroll">
      <table className="grid dense rows" aria-label="As stored">
        <thead>
          <tr>
            <th>ts</th>
            <th>{zone}</th>
            {withSymbol ? <th>symbol</th> : undefined}
            {names.map((name) => (
              <th key={name} className="num">
                {name.replaceAll('_', ' ')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.map((row, index) => (
            <tr key={index}>
              <td className="mono selectable">{shortStamp(row.time, withSeconds)}</td>
              <td>{shortLocal(row.local, withSeconds)}</td>
              {withSymbol ? <td className="strong">{row.symbol}</td> : undefined}
              {names.map((name) => (
                <td key={name} className={FIGURES.test(row.values[name] ?? '') ? 'num' : 'num t3'}>
                  {row.values[name] ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
