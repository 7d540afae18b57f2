import './notices.css';
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';

import { isPassing, type Notice } from '../state/notices-store.ts';
import { useServices } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';

const SHOWN_MS = 6_000;

/** Ended jobs and failures, at the lower right. Failures stay until dismissed, the others for seconds or until another view is opened. */
export function Notices(): ReactElement {
  const { notices: store, navigation } = useServices();
  const notices = useStore(store, (state) => state.notices);
  const view = useStore(navigation, (state) => state.view);
  useEffect(() => () => store.getState().dismissPassing(), [store, view]);
  return (
    <div className="notices" aria-live="polite">
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeRow({ notice }: { notice: Notice }): ReactElement {
  const store = useServices().notices;
  const passes = isPassing(notice);
  useEffect(() => {
    if (!passes) return undefined;
    const timer = setTimeout(() => store.getState().dismiss(notice.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [store, notice.id, passes]);
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
