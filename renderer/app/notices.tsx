import './notices.css';
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { Notice } from '../state/notices-store.ts';
import { useServices } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';

const SHOWN_MS = 6_000;

/** Ended jobs and failures, at the lower right. Failures stay until dismissed. */
export function Notices(): ReactElement {
  const notices = useStore(useServices().notices, (state) => state.notices);
  return (
    <div className="notices">
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeRow({ notice }: { notice: Notice }): ReactElement {
  const store = useServices().notices;
  const isPassing = notice.tone !== 'bad';
  useEffect(() => {
    if (!isPassing) return undefined;
    const timer = setTimeout(() => store.getState().dismiss(notice.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [store, notice.id, isPassing]);
  return (
    <Note
      tone={notice.tone}
      action={
        <Button
          variant="ghost"
          size="s"
          icon="close"
          aria-label="Dismiss"
          onClick={() => store.getState().dismiss(notice.id)}
        />
      }
    >
      {notice.text}
    </Note>
  );
}
