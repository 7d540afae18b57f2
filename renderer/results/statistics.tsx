import type { ReactElement } from 'react';

import type { Statistics as Values } from '../../shared/trading/result.ts';
import { tipProps } from '../ui/tooltip.tsx';
import { STATISTIC_GROUPS, statisticValue } from './statistic-text.ts';

export interface ColumnOfValues {
  /** Short: the header of its column. */
  readonly name: string;
  readonly values: Values;
}

/** The statistics of a result, and of those compared with it beside them. */
export function Statistics({ columns }: { columns: readonly ColumnOfValues[] }): ReactElement {
  return (
    <div className={columns.length > 1 ? 'stats beside' : 'stats'}>
      {STATISTIC_GROUPS.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{group.title}</th>
                {columns.map(({ name }, index) => (
                  <th key={index} scope="col" className={index === 0 ? 'accent' : undefined} {...tipProps(name)}>
                    {columns.length > 1 ? name : ''}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {group.rows.map((row) => (
                <tr key={row.name} {...tipProps(row.hint)}>
                  <td>{row.label}</td>
                  {columns.map(({ values }, index) => (
                    <td key={index}>{statisticValue(values, row)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}
