import { useEffect, useEffectEvent, useMemo, useRef, useState, type PointerEvent, type ReactElement } from 'react';

import { MICROS_PER_SECOND, type Micros } from '../../shared/market/time.ts';
import type { OpenRun, SessionStrip } from '../../shared/session/replay.ts';
import type { ChartHub } from '../chart/chart-hub.ts';
import { useServices } from '../state/services.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { FloatingTip } from '../ui/tooltip.tsx';
import { useShownTheme } from '../ui/use-shown-theme.ts';
import { useSize } from '../ui/use-size.ts';
import type { ReplayControl } from './replay-control.ts';
import { ScrubGeometry } from './scrub-geometry.ts';
import { ScrubLine, scrubSubscription } from './scrub-line.ts';
import { LABELS, paintFillTicks, paintGround, paintLine, TRACK_HEIGHT } from './scrub-paint.ts';
import { useClock } from './use-clock.ts';

export interface ScrubBarProps {
  readonly run: OpenRun;
  readonly zone: ZoneTime;
  readonly hub: ChartHub;
  readonly control: ReplayControl;
}

interface Hover {
  readonly x: number;
  readonly y: number;
  readonly time: Micros;
}

/** Changes of quality come series by series: strips are asked for once for all of a moment. */
const SETTLE_MS = 250;

/** The whole run on a track. A drag plays the state under the pointer at once. */
export function ScrubBar({ run, zone, hub, control }: ScrubBarProps): ReactElement {
  const { session } = useServices();
  const theme = useShownTheme();
  const host = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLCanvasElement>(null);
  const prices = useRef<HTMLCanvasElement>(null);
  const colours = useRef({ line: '', up: '', down: '' });
  const playhead = useRef<HTMLDivElement>(null);
  const line = useRef(new ScrubLine());
  const isDragging = useRef(false);
  /** Changes when another session becomes the current one or loaded. */
  const [loadedKey, setLoadedKey] = useState('');
  const [hover, setHover] = useState<Hover>();
  const { width } = useSize(host);
  const strips = useStrips(run);
  const geometry = useMemo(() => new ScrubGeometry(run.sessions, width), [run, width]);

  const paintPrices = useEffectEvent(() => {
    const context = scaled(prices.current, width);
    if (context === undefined) return;
    const { line: colour, up, down } = colours.current;
    paintLine(context, width, { geometry, line: line.current, colour });
    paintFillTicks(context, { geometry, fills: hub.fills.all, up, down });
  });
  const paint = useEffectEvent(() => {
    const element = ground.current;
    const context = scaled(element, width);
    if (element === null || context === undefined) return;
    const style = getComputedStyle(element);
    const tokens = new Map<string, string>();
    const token = (name: string): string => {
      const known = tokens.get(name) ?? style.getPropertyValue(name);
      tokens.set(name, known);
      return known;
    };
    const state = session.getState().replay;
    paintGround(context, width, {
      geometry,
      strips,
      loaded: state?.loaded ?? [],
      currentIndex: state?.sessionIndex ?? 0,
      token,
    });
    colours.current = { line: token('--text-2'), up: token('--up'), down: token('--down') };
    paintPrices();
  });
  useEffect(() => {
    const subscription = scrubSubscription(run);
    if (subscription === undefined) return undefined;
    return hub.subscribe(subscription, {
      take: (frame) => line.current.take(frame),
      filled: () => paintPrices(),
      painted: () => paintPrices(),
    });
  }, [run, hub]);
  useEffect(() => {
    paint();
  }, [geometry, strips, theme, loadedKey]);

  const place = (time: Micros): void => {
    if (playhead.current !== null) playhead.current.style.transform = `translateX(${geometry.xOf(time)}px)`;
  };
  useClock(({ clock, sessionIndex, loaded }) => {
    const track = host.current;
    if (track === null) return;
    const seconds = String(Math.floor(clock / MICROS_PER_SECOND));
    if (track.getAttribute('aria-valuenow') !== seconds) track.setAttribute('aria-valuenow', seconds);
    const text = `${zone.longDate(clock)} ${zone.seconds(clock)}`;
    if (track.getAttribute('aria-valuetext') !== text) track.setAttribute('aria-valuetext', text);
    if (!isDragging.current) place(clock);
    setLoadedKey(`${sessionIndex} ${loaded.join()}`);
  });
  const scrub = (time: Micros): void => {
    place(time);
    control.seek(time);
  };
  const under = (event: PointerEvent<HTMLElement>): Hover => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX, y: top, time: geometry.timeAt(event.clientX - left) };
  };
  const stop = (): void => {
    isDragging.current = false;
  };
  const first = run.sessions[0];
  const last = run.sessions.at(-1);
  return (
    <div className="scrub">
      <div
        ref={host}
        className="track"
        role="slider"
        tabIndex={0}
        aria-label="Replay position"
        aria-valuemin={Math.floor((first?.open ?? 0) / MICROS_PER_SECOND)}
        aria-valuemax={Math.ceil((last?.close ?? 0) / MICROS_PER_SECOND)}
        aria-valuenow={Math.floor((first?.open ?? 0) / MICROS_PER_SECOND)}
        style={{ height: TRACK_HEIGHT }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          isDragging.current = true;
          scrub(under(event).time);
        }}
        onPointerMove={(event) => {
          const next = under(event);
          if (isDragging.current) scrub(next.time);
          setHover(next);
        }}
        onPointerUp={stop}
        onPointerCancel={stop}
        onLostPointerCapture={stop}
        onPointerLeave={() => setHover(undefined)}
      >
        <canvas ref={ground} aria-hidden="true" />
        <canvas ref={prices} aria-hidden="true" />
        {hover === undefined ? undefined : (
          <div
            className="pointer"
            style={{ transform: `translateX(${geometry.xOf(hover.time)}px)`, top: LABELS }}
            aria-hidden="true"
          />
        )}
        <div ref={playhead} className="playhead" style={{ top: LABELS - 3 }} aria-hidden="true" />
      </div>
      {hover === undefined ? undefined : (
        <FloatingTip x={hover.x + 8} y={hover.y - 26} flipX={hover.x - 8}>
          {zone.shortDate(hover.time)} {zone.seconds(hover.time)}
        </FloatingTip>
      )}
    </div>
  );
}

/** The context of a canvas as wide as the track, scaled to CSS pixels. Its pixels are replaced only where its size changed. */
function scaled(canvas: HTMLCanvasElement | null, width: number): CanvasRenderingContext2D | undefined {
  const context = canvas?.getContext('2d');
  if (canvas === null || context === null || context === undefined || width === 0) return undefined;
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(TRACK_HEIGHT * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Quality of the run's sessions, asked for once and again whenever quality changed. */
function useStrips(run: OpenRun): readonly SessionStrip[] {
  const { client, notices } = useServices();
  const [strips, setStrips] = useState<readonly SessionStrip[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const ask = (): void => {
      client
        .request('session.strips', {})
        .then((answer) => {
          if (isCurrent) setStrips(answer);
        })
        .catch((error: unknown) => {
          if (isCurrent) notices.getState().showError(error);
        });
    };
    ask();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client.on('quality.changed', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        ask();
      }, SETTLE_MS);
    });
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      stop();
    };
  }, [client, notices, run]);
  return strips;
}
