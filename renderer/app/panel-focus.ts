const PANELS = '.view .panel, [data-panel]';
const FOCUSABLE =
  'button:not(:disabled), [href], input:not(:disabled), select:not(:disabled), textarea, [tabindex="0"]';

/** Moves the focus to the next (1) or previous (-1) panel of the view: F6 and Shift F6. */
export function focusPanel(direction: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>(PANELS)].filter((panel) => panel.checkVisibility());
  if (panels.length === 0) return;
  const current = panels.findIndex((panel) => panel.contains(document.activeElement));
  const start = current === -1 && direction === -1 ? 0 : current;
  const next = panels[(start + direction + panels.length) % panels.length];
  if (next === undefined) return;
  const inside =
    next.querySelector<HTMLElement>(`[role="grid"][tabindex="0"], [role="slider"]`) ??
    next.querySelector<HTMLElement>(FOCUSABLE);
  if (inside !== null) {
    inside.focus();
    return;
  }
  next.tabIndex = -1;
  next.focus();
}
