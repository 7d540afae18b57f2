import type { ReactElement } from 'react';

import type { ColumnMeaning, FileInspection, ImportOptions } from '../../../shared/store/import.ts';
import { Select } from '../../ui/select.tsx';
import { MEANINGS } from './fields.ts';

export interface ColumnsTableProps {
  readonly inspection: FileInspection;
  readonly onCorrect: (patch: ImportOptions) => void;
}

/** Every column of the file, its type and what it means. */
export function ColumnsTable({ inspection, onCorrect }: ColumnsTableProps): ReactElement {
  return (
    <div className="body scroll">
      <table className="grid rows" aria-label="Columns">
        <thead>
          <tr>
            <th>Column</th>
            <th>Type</th>
            <th>Meaning</th>
          </tr>
        </thead>
        <tbody>
          {inspection.columns.map(({ name, type, meaning }) => (
            <tr key={name}>
              <td className="mono selectable">{name}</td>
              <td className="t2">{type}</td>
              <td>
                <Select<ColumnMeaning>
                  label={`Meaning of ${name}`}
                  size="s"
                  value={meaning ?? 'ignore'}
                  options={MEANINGS}
                  onChange={(value) => onCorrect({ map: { [name]: value } })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
