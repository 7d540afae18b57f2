import type { ColumnMeaning } from '../../../../shared/store/import.ts';

/** Names that sources give to a meaning, best first, written without case, spaces and punctuation. */
export const COLUMN_NAMES: Readonly<Record<Exclude<ColumnMeaning, 'ignore'>, readonly string[]>> = {
  time: [
    'ts', 'timestamp', 'datetime', 'siptimestamp', 'windowstart', 'opentime', 'starttime', 'tsevent', 'transacttime',
    'eventtime', 'tradetime', 'exchangetimestamp', 'participanttimestamp', 'dateandtime', 'timeutc', 'utc', 'gmttime',
    'unixtime', 'unixtimestamp', 'unix', 'epoch', 'time', 't', 'bartime', 'start', 'closetime', 'endtime', 'date', 'day',
  ],
  date: ['date', 'datum', 'day', 'tradedate', 'tradingday', 'yyyymmdd', 'dtyyyymmdd', 'timestamp'],
  'time-of-day': ['time', 'zeit', 'timeofday', 'clock', 'hhmmss', 'hhmm', 'uhrzeit', 'hora', 'heure'],
  symbol: ['symbol', 'sym', 'ticker', 'instrument', 'pair', 'cross', 'code', 'security', 'contract', 'market', 'rawsymbol'],
  open: ['open', 'o', 'openprice', 'priceopen', 'first', 'pxopen', 'openbid', 'bidopen', 'eroffnung', 'ouverture'],
  high: ['high', 'h', 'highprice', 'pricehigh', 'max', 'pxhigh', 'highbid', 'bidhigh', 'hoch'],
  low: ['low', 'l', 'lowprice', 'pricelow', 'min', 'pxlow', 'lowbid', 'bidlow', 'tief'],
  close: ['close', 'c', 'closeprice', 'priceclose', 'last', 'pxlast', 'settle', 'closebid', 'bidclose', 'schluss'],
  volume: [
    'volume', 'v', 'vol', 'basevolume', 'volumebase', 'qty', 'quantity', 'shares', 'totalvolume', 'tradedvolume', 'size',
    'tickvol', 'tickvolume',
  ],
  vwap: ['vwap', 'vw', 'wap', 'weightedaverage', 'volumeweightedaverageprice'],
  trades: ['trades', 'transactions', 'n', 'numtrades', 'numberoftrades', 'tradecount', 'count', 'tradesdone'],
  bid: ['bid', 'bidprice', 'bidpx', 'bidpx00', 'bestbid', 'bestbidprice', 'bidclose', 'closebid', 'b'],
  ask: ['ask', 'askprice', 'askpx', 'askpx00', 'bestask', 'bestaskprice', 'offer', 'ofr', 'askclose', 'closeask', 'a'],
  'bid-size': ['bidsize', 'bidsz', 'bidsz00', 'bidqty', 'bidquantity', 'bidvolume', 'volbid', 'bestbidqty', 'bestbidsize', 'bsize'],
  'ask-size': ['asksize', 'asksz', 'asksz00', 'askqty', 'askquantity', 'askvolume', 'volask', 'voloffer', 'bestaskqty', 'bestasksize', 'asize'],
  price: ['price', 'px', 'tradeprice', 'lastprice', 'dealprice', 'rate', 'p'],
  size: ['size', 'sz', 'qty', 'quantity', 'amount', 'volume', 'tradesize', 'lastsize', 'tradevolume', 'shares', 'vol', 'v'],
  side: ['side', 'takerside', 'aggressorside', 'aggressor', 'direction', 'buyermaker', 'isbuyermaker', 'm', 'buysell'],
}; // prettier-ignore

/** `<CLOSE>`, `Close Price` and `close_price` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
