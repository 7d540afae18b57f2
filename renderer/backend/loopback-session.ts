import { SESSION_PATH, TOKEN_FRAGMENT } from '../../shared/ipc/loopback.ts';

type Admission = 'admitted' | { readonly message: string; readonly refused: boolean };

/** Swaps the launch token in the address for the session cookie, removing it from address and history; without a token, or with
 * one that was used before, the cookie of an earlier exchange counts. */
export async function admit(): Promise<Admission> {
  const token = new URLSearchParams(location.hash.slice(1)).get(TOKEN_FRAGMENT);
  try {
    if (token !== null) {
      history.replaceState(history.state, '', location.pathname + location.search);
      const exchanged = await fetch(SESSION_PATH, { method: 'POST', body: token });
      if (exchanged.ok) return 'admitted';
    }
    const session = await fetch(SESSION_PATH);
    if (session.ok) return 'admitted';
    return {
      message:
        'The address of this window was used before, or Tapedeck was started anew. Open the address that it prints at its start.',
      refused: true,
    };
  } catch {
    return { message: 'Tapedeck does not answer. It may have been ended.', refused: false };
  }
}
