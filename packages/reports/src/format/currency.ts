/** Currencies without a smaller unit, and with a thousandth (ISO 4217). */
const WHOLE = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF"];
const THOUSANDTHS = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/** Coins in which a hundredth is much money, with the digits that exchanges show. */
const COINS: Readonly<Record<string, number>> = {
  BTC: 8,
  XBT: 8,
  BCH: 8,
  LTC: 8,
  ETH: 6,
  WETH: 6,
  WBTC: 8,
  BNB: 6,
  SOL: 6,
};

/** Digits behind the point in which amounts of a currency are usually written; 2 where nothing is known. */
export function currencyDigits(currency: string): number {
  const code = currency.toUpperCase();
  if (WHOLE.includes(code)) return 0;
  if (THOUSANDTHS.includes(code)) return 3;
  return Object.hasOwn(COINS, code) ? (COINS[code] as number) : 2;
}
