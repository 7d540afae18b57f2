import './chart.css';
import { useEffect, useEffectEvent, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';

import { useStore } from 'zustand';

import type { ChartLink } from '../../shared/ipc/settings.ts';
import type { Interval } from '../../shared/market/interval.ts';
import { micros, MICROS_PER_SECOND } from '../../shared/market/time.ts';
import type { ChartIndicator } from '../../shared/session/chart-indicators.ts';
import type { OpenRun, ReplayState, RunSymbol } from '../../shared/session/replay.ts';
import { useServices } from '../state/services.ts';
import { useTrade } from '../state/use-trade.ts';
import { useZone } from '../state/use-zone.ts';
import { priceText } from '../ui/price-text.ts';
import { Select } from '../ui/select.tsx';
import { useShownTheme } from '../ui/use-shown-theme.ts';
import type { ChartGroup } from './chart-group.ts';
import type { ChartHub } from './chart-hub.ts';
import { ChartView } from './chart-view.ts';
import { describeTrades } from './describe-trades.ts';
import { LegendBox, type LegendHandle } from './legend-box.tsx';
import { IndicatorMenu } from './indicator-menu.tsx';
import { LinkMenu } from './link-menu.tsx';
import { legendOf } from './legend.ts';
import { tradesOf } from './price-levels.ts';
import { intervalForSpacing } from './shown-interval.ts';
import { FIRST_WINDOW } from './window-size.ts';

/** Older bars asked for at a time. */
const OLDER_BARS = 2_000;

export interface ChartPanelProps {
  /** Its own among all charts. */
  readonly id: string;
  readonly run: OpenRun;
  readonly symbol: RunSymbol;
  readonly interval: Interval;
  readonly hub: ChartHub;
  readonly group: ChartGroup;
  readonly links: readonly ChartLink[];
  readonly onLinks: (links: readonly ChartLink[]) => void;
  readonly indicators: readonly ChartIndicator[];
  readonly onIndicators: (indicators: readonly ChartIndicator[]) => void;
  readonly onChange: (change: { readonly symbol?: string; readonly interval?: Interval }) => void;
  /** Controls of the place it stands in. */
  readonly controls?: ReactNode;
}

/** A chart of one symbol with its header. The region's data attributes say what is on the canvas: `data-bars` closed bars in its window,
 * `data-last-time` (whole seconds since the epoch of its open) and `data-last-close` of the newest of them, `data-shown-interval`. */
export function ChartPanel(props: ChartPanelProps): ReactElement {
  const { id, run, symbol, interval, hub, group, links, onLinks, indicators, onIndicators, onChange, controls } = props;
  const { client, notices, session } = useServices();
  const theme = useShownTheme();
  const zone = useZone(run.timeZone);
  const region = useRef<HTMLElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const tags = useRef<HTMLDivElement>(null);
  const view = useRef<ChartView>(undefined);
  const legend = useRef<LegendHandle>(null);
  const [shown, setShown] = useState(interval);
  const [bars, setBars] = useState<number>(FIRST_WINDOW);
  const isPenny = useStore(session, ({ replay }) => (lastOf(replay, symbol.symbol) ?? 1) < 1);
  const symbolIndex = run.symbols.findIndex((one) => one.symbol === symbol.symbol);
  const give = useTrade();
  const prices = useMemo(
    () => priceText(symbol.priceScale, run.calendar, isPenny ? 0 : 1),
    [symbol.priceScale, run.calendar, isPenny],
  );

  const describe = useEffectEvent(() => {
    const element = region.current;
    const current = view.current;
    if (element === null || current === undefined) return;
    const { last, bars: held } = current.window;
    const clock = (session.getState().replay?.clock ?? 0) / MICROS_PER_SECOND;
    const bar = current.legendBar;
    legend.current?.show(
      bar === undefined ? undefined : legendOf(bar, { interval: shown, prices, zone, clock }),
      current.legendPlots,
    );
    element.dataset['bars'] = String(held);
    element.dataset['shownInterval'] = shown;
    if (last === undefined) {
      delete element.dataset['lastTime'];
      delete element.dataset['lastClose'];
    } else {
      element.dataset['lastTime'] = String(last.time);
      element.dataset['lastClose'] = String(last.close);
    }
  });
  const showTrades = useEffectEvent(() => {
    const layer = view.current?.trades;
    const { replay } = session.getState();
    // On its way to another moment the account is ahead of the bars, or behind them.
    if (layer === undefined || region.current === null || replay === undefined || replay.status === 'seeking') return;
    layer.setTrades(tradesOf(replay.trading, symbol.symbol));
    describeTrades(region.current, layer.fills, layer.trades);
  });
  const showFills = useEffectEvent(() => {
    view.current?.trades.setFills(hub.fills.of(symbolIndex));
    showTrades();
  });
  const zoomed = useEffectEvent((spacing: number) => {
    const available = symbol.intervals.includes(interval) ? symbol.intervals : [interval, ...symbol.intervals];
    const next = intervalForSpacing(interval, shown, spacing, available);
    if (next === shown) return;
    view.current?.setContent({ interval: next, prices }, true);
    setShown(next);
  });
  const askOlder = useEffectEvent((before: number) => {
    const current = view.current;
    const window = current?.window;
    client
      .request('replay.bars', {
        symbol: symbol.symbol,
        interval: shown,
        before: micros(before * MICROS_PER_SECOND),
        count: OLDER_BARS,
        indicators,
      })
      .then((older) => {
        if (view.current === current && current?.window === window) current?.takeOlder(older);
      })
      .catch((error: unknown) => {
        current?.olderFailed();
        notices.getState().showError(error);
      });
  });

  // The view outlives changes of what it shows; the effects below hand those on.
  const open = useEffectEvent((canvas: HTMLElement, orders: HTMLElement): ChartView => {
    const created: ChartView = new ChartView(canvas, orders, { interval: shown, prices }, zone, {
      onCrosshair: (time) => {
        group.point(created, time);
        describe();
      },
      onScroll: (time) => group.scroll(created, time),
      onZoom: (spacing) => zoomed(spacing),
      onWindow: setBars,
      onNeedOlder: (before) => askOlder(before),
      onNeedNow: () => hub.refresh(),
      onMove: ({ order, field }, price) => give({ type: 'change', order: order.id, [field]: price }),
      onCancel: ({ order }) => void give({ type: 'cancel', order: order.id }),
    });
    return created;
  });

  useEffect(() => {
    if (plot.current === null || tags.current === null) return undefined;
    const created = open(plot.current, tags.current);
    view.current = created;
    const leave = group.add(created, () => describe());
    return () => {
      leave();
      created.close();
      view.current = undefined;
    };
  }, [hub, group]);

  useEffect(() => {
    const current = view.current;
    if (current !== undefined && current.interval !== shown) current.setContent({ interval: shown, prices }, false);
    else current?.setPrices(prices);
    return hub.subscribe(
      {
        id: `${id} ${symbol.symbol} ${shown}`.slice(0, 64),
        symbol: symbol.symbol,
        interval: shown,
        bars,
        indicators,
      },
      {
        take: (frame) => view.current?.take(frame),
        filled: () => showFills(),
        painted: () => describe(),
      },
    );
  }, [hub, id, symbol.symbol, shown, prices, bars, indicators]);

  useEffect(() => {
    showFills();
    return session.subscribe((state, before) => {
      if (state.replay !== before.replay) showTrades();
    });
  }, [session, hub, symbolIndex]);
  useEffect(() => {
    view.current?.setEarlyCloses(
      run.sessions.filter(({ isEarlyClose }) => isEarlyClose).map(({ close }) => close / MICROS_PER_SECOND),
    );
  }, [run]);
  useEffect(() => {
    view.current?.setZone(zone);
    describe();
  }, [zone]);
  useEffect(() => {
    view.current?.retheme();
    describe();
  }, [theme]);
  useEffect(() => {
    if (view.current !== undefined) group.setLinks(view.current, links);
  }, [group, links]);

  const base = symbol.base ?? interval;
  const origin = interval === base ? 'base' : `from ${base}`;
  return (
    <section
      ref={region}
      className="panel chart"
      aria-label={`Chart ${symbol.symbol} ${interval}`}
      data-shown-interval={shown}
      tabIndex={-1}
    >
      <div className="head" draggable>
        <Select
          label="Symbol"
          variant="ghost"
          size="s"
          value={symbol.symbol}
          options={run.symbols
            .filter(({ base: has }) => has !== undefined)
            .map((one) => ({ value: one.symbol, label: one.symbol }))}
          onChange={(next) => onChange({ symbol: next })}
        />
        <Select
          label="Interval"
          variant="ghost"
          size="s"
          value={interval}
          options={symbol.intervals.map((one) => ({ value: one, label: one }))}
          onChange={(next) => {
            setShown(next);
            onChange({ interval: next });
          }}
        />
        <span className="lab ell grow">{origin}</span>
        <IndicatorMenu indicators={indicators} hasTrades={symbol.hasTrades === true} onIndicators={onIndicators} />
        <LinkMenu links={links} onLinks={onLinks} />
        {controls}
      </div>
      <div className="body plot">
        <div ref={plot} className="canvas" aria-hidden="true" />
        <div ref={tags} className="order-tags" role="group" aria-label="Working orders" />
        <LegendBox ref={legend} note={shown === interval ? undefined : `${interval} shown as ${shown}`} />
        <p className="no-bars">No bar has closed yet. Space plays, Right steps.</p>
        <a
          className="attribution"
          href="https://www.tradingview.com/"
          target="_blank"
          rel="noreferrer"
          title="Charts by TradingView Lightweight Charts"
        >
          TradingView
        </a>
      </div>
    </section>
  );
}

const lastOf = (replay: ReplayState | undefined, symbol: string): number | undefined =>
  replay?.symbols.find((one) => one.symbol === symbol)?.last;
