import { useRef, useState, type ReactElement } from 'react';

import { toErrorShape } from '../../shared/lang/app-error.ts';
import type { SchemaProblem } from '../../shared/lang/schema-problems.ts';
import type { CalendarInfo } from '../../shared/market/calendar/calendar-info.ts';
import { useServices } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { EmptyState, Panel } from '../ui/panel.tsx';
import { useCalendars } from './use-calendars.ts';

interface Refusal {
  readonly file: string;
  readonly message: string;
  readonly problems: readonly SchemaProblem[];
}

/** Exchange calendars: built-in ones and a user's own, which are JSON files. */
export function CalendarsPanel(): ReactElement {
  const { client, notices } = useServices();
  const list = useCalendars();
  const picker = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<Refusal>();

  const add = async (file: File): Promise<void> => {
    try {
      const { id } = await client.request('calendars.add', { json: await file.text() });
      setRefusal(undefined);
      notices.getState().show('ok', `The calendar ${id} is ready to be used by name.`);
    } catch (error) {
      const { message, details } = toErrorShape(error);
      const problems = problemsOf(details);
      setRefusal({
        file: file.name,
        message: problems.length > 0 ? 'cannot be used as a calendar.' : message,
        problems,
      });
    }
  };
  const remove = (id: string): void => {
    client.request('calendars.remove', { id }).catch((error: unknown) => notices.getState().showError(error));
  };
  return (
    <Panel
      title="Calendars"
      region="Calendars"
      facts="exchange hours, holidays and early closes"
      controls={
        <Button variant="ghost" size="s" icon="plus" onClick={() => picker.current?.click()}>
          Add a calendar file
        </Button>
      }
      foot="A calendar of your own is a JSON file of the form docs/calendar.schema.json; sessions and imports use it by its id."
    >
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Calendar file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void add(file);
        }}
      />
      <div className="body scroll">
        {refusal === undefined ? undefined : (
          <Problems
            refusal={refusal}
            action={
              <Button
                variant="ghost"
                size="s"
                icon="close"
                aria-label="Dismiss"
                onClick={() => setRefusal(undefined)}
              />
            }
          />
        )}
        {list?.unreadable.map(({ file, problems }) => (
          <Problems key={file} refusal={{ file, message: 'in the calendars folder is no calendar.', problems }} />
        ))}
        {list === undefined ? (
          <EmptyState text="Reading the calendars." />
        ) : (
          <table className="grid" aria-label="Calendars">
            <thead>
              <tr>
                <th>Id</th>
                <th>Name</th>
                <th>Zone</th>
                <th>Covers</th>
                <th>Used by</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {list.calendars.map((calendar) => (
                <Row key={calendar.id} calendar={calendar} onRemove={remove} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  );
}

function Row({ calendar, onRemove }: { calendar: CalendarInfo; onRemove: (id: string) => void }): ReactElement {
  const { id, label, timeZone, coverage, symbols, isBuiltIn } = calendar;
  const isUsed = symbols.length > 0;
  return (
    <tr>
      <td className="strong selectable">{id}</td>
      <td>{label}</td>
      <td className="t2">{timeZone}</td>
      <td className="t2">{`${coverage.from.slice(0, 4)} to ${coverage.to.slice(0, 4)}`}</td>
      <td className="t2 ell">{usersOf(symbols)}</td>
      <td>
        {isBuiltIn ? (
          <span className="t3">built in</span>
        ) : (
          <Button
            variant="ghost"
            size="s"
            icon="close"
            aria-label={`Remove ${id}`}
            disabled={isUsed}
            tip={isUsed ? `${symbols[0]} is stored under it` : `Remove ${id}`}
            onClick={() => onRemove(id)}
          />
        )}
      </td>
    </tr>
  );
}

function Problems({ refusal, action }: { refusal: Refusal; action?: ReactElement }): ReactElement {
  return (
    <Note tone="bad" action={action}>
      {refusal.file} {refusal.message}
      {refusal.problems.map(({ path, message }) => (
        <span key={`${path} ${message}`} className="problem">
          <b className="mono">{path === '' ? 'document' : path}</b> {message}
        </span>
      ))}
    </Note>
  );
}

function usersOf(symbols: readonly string[]): string {
  const [first, second, third, ...others] = symbols;
  const named = [first, second, third].filter((symbol) => symbol !== undefined).join(', ');
  return others.length === 0 ? named : `${named} and ${others.length} more`;
}

function problemsOf(details: unknown): readonly SchemaProblem[] {
  const { problems } = (details ?? {}) as { readonly problems?: unknown };
  return Array.isArray(problems) ? (problems as readonly SchemaProblem[]) : [];
}
