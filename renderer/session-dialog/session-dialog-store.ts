import { createStore, type StoreApi } from 'zustand/vanilla';

import { toErrorShape } from '../../shared/lang/app-error.ts';
import type { ConfigProblem } from '../../shared/session/config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import type { Services } from '../state/services.ts';
import { formatDraft, parseDraft, proposeDraft, type DraftConfig } from './session-draft.ts';

export interface SessionDialogState {
  readonly isOpen: boolean;
  /** The configuration as text: what the form edits, what is checked, what is opened. */
  readonly text: string;
  /** Absent while the text is no JSON object. */
  readonly draft: DraftConfig | undefined;
  readonly problems: readonly ConfigProblem[];
  /** What the configuration resolves to; absent while checking or where it has problems. */
  readonly plan: RunPlan | undefined;
  readonly isChecking: boolean;
  readonly isOpening: boolean;
  readonly stored: readonly SeriesSummary[] | undefined;
  /** Proposes a session from what is stored. */
  startNew(): Promise<void>;
  /** Offers the open run, else the newest of the recent ones. */
  startOpen(): Promise<void>;
  setText(text: string): void;
  setDraft(draft: DraftConfig): void;
  /** Opens the run and shows it in Replay; problems stay in the dialog. */
  perform(): Promise<void>;
  close(): void;
}

export type SessionDialogStore = StoreApi<SessionDialogState>;

/** Wall milliseconds of quiet before a text is checked. */
const CHECK_DELAY_MS = 150;

/** The dialog that makes or chooses a configuration. The text is checked by the backend after each change; the newest check wins. */
export function createSessionDialogStore({
  client,
  session,
  settings,
  navigation,
  notices,
}: Services): SessionDialogStore {
  let check = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return createStore<SessionDialogState>()((set, get) => {
    const resolve = async (config: unknown, turn: number): Promise<void> => {
      try {
        const { problems } = await client.request('session.validate', { config });
        const plan = problems.length === 0 ? await client.request('session.resolve', { config }) : undefined;
        if (turn === check) set({ problems, plan, isChecking: false });
      } catch (error) {
        if (turn === check) set({ problems: problemsOf(error), plan: undefined, isChecking: false });
      }
    };
    const take = (text: string): void => {
      const parsed = parseDraft(text);
      const turn = ++check;
      clearTimeout(timer);
      if ('problem' in parsed) {
        set({
          text,
          draft: undefined,
          problems: [{ path: '', message: parsed.problem }],
          plan: undefined,
          isChecking: false,
        });
        return;
      }
      set({ text, draft: parsed.draft, isChecking: true });
      timer = setTimeout(() => void resolve(parsed.draft, turn), CHECK_DELAY_MS);
    };
    const start = async (choose: (stored: readonly SeriesSummary[]) => unknown): Promise<void> => {
      const turn = ++check;
      set({
        isOpen: true,
        text: '',
        draft: undefined,
        stored: undefined,
        problems: [],
        plan: undefined,
        isOpening: false,
      });
      try {
        const stored = await client.request('catalog.list', {});
        set({ stored });
        // What was typed or pasted meanwhile stays.
        if (turn === check) take(formatDraft(choose(stored)));
      } catch (error) {
        notices.getState().showError(error);
        set({ isOpen: false });
      }
    };

    return {
      isOpen: false,
      text: '',
      draft: undefined,
      problems: [],
      plan: undefined,
      isChecking: false,
      isOpening: false,
      stored: undefined,
      startNew: () => start(proposeDraft),
      startOpen: () =>
        start(
          (stored) =>
            session.getState().config ??
            settings.getState().settings?.recentSessions[0]?.config ??
            proposeDraft(stored),
        ),
      setText: take,
      setDraft: (draft) => take(formatDraft(draft)),
      perform: async () => {
        const { draft } = get();
        if (draft === undefined) return;
        set({ isOpening: true });
        try {
          await session.getState().open(draft);
          get().close();
          navigation.getState().go('replay');
        } catch (error) {
          set({ isOpening: false, problems: problemsOf(error) });
        }
      },
      close: () => {
        check += 1;
        clearTimeout(timer);
        set({ isOpen: false, isOpening: false, isChecking: false });
      },
    };
  });
}

/** Problems that an error lists, else its message as the only one. */
function problemsOf(error: unknown): readonly ConfigProblem[] {
  const { message, details } = toErrorShape(error);
  const listed = details?.['problems'];
  return Array.isArray(listed) && listed.length > 0 ? (listed as ConfigProblem[]) : [{ path: '', message }];
}
