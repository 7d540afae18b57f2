import type { ReactElement } from 'react';

import type { FileColumn } from '../../../shared/store/import.ts';

/** Further columns are left out: the Columns tab lists them all. */
const SHOWN = 24;

/** The first rows as the file has them, while a question stands in the way of showing them as they would be stored. */
export function WrittenTable({
  columns,
  rows,
}: {
  columns: readonly FileColumn[];
  rows: readonly (readonly string[])[];
}): ReactElement {
  const shown = columns.slice(0, SHOWN);
  return (
    <div className="body scroll">
      <table className="grid dense rows" aria-label="As written in the file">
        <thead>
          <tr>
            {shown.map(({ name }, index) => (
              <th key={index}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {shown.map((_, column) => (
                <td key={column} className="mono selectable">
                  {row[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
