import { useImperativeHandle, useRef, type ReactElement, type Ref } from 'react';

import { plotText, type Legend, type LegendPlot } from './legend.ts';

export interface LegendHandle {
  show(legend: Legend | undefined, plots: readonly LegendPlot[]): void;
}

/** The lines at the upper left of a chart. Written straight to the page: it may change with every frame. */
export function LegendBox({ ref, note }: { ref: Ref<LegendHandle>; note: string | undefined }): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({
    show: (legend, plots) => {
      const parts = box.current?.querySelectorAll<HTMLElement>('[data-part]');
      if (parts === undefined) return;
      const texts =
        legend === undefined ? [] : [...legend.prices.map(([, value]) => value), legend.change, legend.detail];
      box.current?.toggleAttribute('hidden', legend === undefined);
      for (const [index, part] of parts.entries()) {
        const text = texts[index] ?? '';
        if (part.textContent !== text) part.textContent = text;
        if (part.dataset['part'] === 'change') part.className = legend?.direction ?? 't3';
      }
      if (lines.current !== null) writePlots(lines.current, plots);
    },
  }));
  return (
    <div className="legend" ref={box} hidden>
      <div className="prices">
        {['O', 'H', 'L', 'C'].map((name) => (
          <span key={name}>
            <span className="t3">{name}</span> <span data-part={name} />
          </span>
        ))}
        <span data-part="change" />
      </div>
      <div className="t3" data-part="detail" />
      <div className="prices" ref={lines} />
      {note === undefined ? undefined : <div className="coarser">{note}</div>}
    </div>
  );
}

function writePlots(line: HTMLElement, plots: readonly LegendPlot[]): void {
  while (line.childElementCount > plots.length) line.lastElementChild?.remove();
  for (const [index, { name, value, colour }] of plots.entries()) {
    const part = line.children[index] ?? line.appendChild(document.createElement('span'));
    const text = `${name} ${plotText(value)}`;
    if (part.textContent !== text) part.textContent = text;
    if (part instanceof HTMLElement && part.style.color !== colour) part.style.color = colour;
  }
}
