/** What a symbol's spelling says about its market. */
export type InstrumentClass = 'fx' | 'crypto' | 'future' | 'equity';

const CURRENCIES = new Set(
  'USD EUR GBP JPY CHF AUD NZD CAD SEK NOK DKK PLN HUF CZK TRY ZAR MXN SGD HKD CNH CNY INR RUB THB ILS XAU XAG XPT XPD'.split(
    ' ',
  ),
);
const COINS = new Set(
  'BTC XBT ETH BCH LTC XRP ADA SOL DOT DOGE BNB LINK AVAX MATIC UNI ATOM XLM TRX ETC XMR EOS NEO IOTA DASH ZEC SHIB APT ARB OP SUI TON PEPE FIL NEAR AAVE ALGO XTZ'.split(' '),
); // prettier-ignore
const STABLE = ['USDT', 'USDC', 'BUSD', 'TUSD', 'FDUSD', 'DAI', 'PERP'];
const QUOTES = ['USD', 'EUR', 'GBP', 'JPY', 'BTC', 'ETH', 'BNB', ...STABLE];
/** Contract roots of CME Group's markets that keep its hours. */
const CME_ROOTS = new Set(
  'ES NQ YM RTY MES MNQ MYM M2K CL MCL NG GC MGC SI HG PL ZN ZB ZF ZT ZC ZS ZW 6E 6B 6J 6A 6C 6S'.split(' '),
);
const FUTURE = /^([A-Z0-9]{1,4})([FGHJKMNQUVXZ])(\d{1,2}|\d{4})$/;

/** `undefined` where the spelling says nothing: lower-case words, long names. */
export function classify(symbol: string): InstrumentClass | undefined {
  const text = symbol.toUpperCase().replace(/^[A-Z]+:/, '');
  const plain = text.replace(/[^A-Z0-9]/g, '');
  if (plain.length === 6 && CURRENCIES.has(plain.slice(0, 3)) && CURRENCIES.has(plain.slice(3))) return 'fx';
  if (isCrypto(text, plain)) return 'crypto';
  const future = FUTURE.exec(plain);
  if (future !== null && CME_ROOTS.has(future[1] ?? '')) return 'future';
  if (/^[A-Z]{1,5}([./-][A-Z]{1,2})?$/.test(symbol)) return 'equity';
  return undefined;
}

function isCrypto(text: string, plain: string): boolean {
  if (COINS.has(plain)) return true;
  const [base = '', quote = ''] = text.split(/[/_-]/);
  if (quote !== '' && QUOTES.some((name) => quote.startsWith(name)) && !CURRENCIES.has(base)) return true;
  if (STABLE.some((name) => plain.length > name.length + 1 && plain.endsWith(name))) return true;
  return QUOTES.some((name) => plain.endsWith(name) && COINS.has(plain.slice(0, -name.length)));
}

export function isCmeFuture(symbol: string): boolean {
  const future = FUTURE.exec(symbol.toUpperCase());
  return future !== null && CME_ROOTS.has(future[1] ?? '');
}
