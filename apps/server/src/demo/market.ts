import type { Fixed } from "./fixed.ts";
import { roundDown, toFixed, toNumber } from "./fixed.ts";
import type { Random } from "./random.ts";

/** What a symbol trades like. Amounts in quote currency unless said otherwise. */
export interface Instrument {
  readonly symbol: string;
  readonly exchange: string;
  readonly startPrice: number;
  readonly tick: Fixed;
  /** Smallest step of an order's size, in base currency. */
  readonly lot: Fixed;
  /** Deviation of the logarithm of the price over a second in a calm market. */
  readonly volatility: number;
}

export const INSTRUMENTS: readonly Instrument[] = [
  instrument("BTCUSDT", "binance", 64_250, 0.01, 0.00001, 0.00009),
  instrument("ETHUSDT", "binance", 3_420, 0.01, 0.0001, 0.00012),
  instrument("SOLUSDT", "bybit", 148.2, 0.001, 0.01, 0.0002),
  instrument("XRPUSDT", "kraken", 0.5821, 0.00001, 1, 0.00017),
  instrument("AVAXUSDT", "bybit", 36.44, 0.001, 0.01, 0.00022),
  instrument("BNBUSDT", "binance", 588.4, 0.01, 0.001, 0.00011),
  instrument("ADAUSDT", "kraken", 0.4416, 0.0001, 1, 0.00018),
  instrument("LINKUSDT", "bybit", 14.27, 0.001, 0.01, 0.0002),
  instrument("LTCUSDT", "kraken", 71.85, 0.01, 0.001, 0.00015),
  instrument("DOGEUSDT", "binance", 0.13874, 0.00001, 1, 0.00026),
];

export const REGIMES = ["calm", "trending_up", "trending_down", "volatile"] as const;
export type Regime = (typeof REGIMES)[number];

const DRIFT: Readonly<Record<Regime, number>> = { calm: 0, trending_up: 0.14, trending_down: -0.14, volatile: 0 };
const AGITATION: Readonly<Record<Regime, number>> = { calm: 1, trending_up: 1.5, trending_down: 1.8, volatile: 3.2 };

/** The price of one symbol and what strategies read from it. */
export class Quote {
  readonly instrument: Instrument;
  readonly #random: Random;
  #logPrice: number;
  #fast: number;
  #slow: number;
  #variance: number;
  #gain = 0;
  #loss = 0;
  /** Buyers against sellers, around 0 with deviation 1; moves slowly, and the price follows it. */
  pressure = 0;
  /** Traded in the last second, relative to the usual. */
  volumeRatio = 1;
  /** Spread in hundredths of a percent. */
  spreadBps = 1;

  constructor(of: Instrument, random: Random) {
    this.instrument = of;
    this.#random = random;
    this.#logPrice = Math.log(of.startPrice * (1 + 0.01 * random.gaussian()));
    this.#fast = this.#logPrice;
    this.#slow = this.#logPrice;
    this.#variance = of.volatility ** 2;
  }

  /** One second passes. */
  step(regime: Regime): void {
    const { volatility } = this.instrument;
    const agitation = AGITATION[regime];
    // Now and then a jump: a large order, a headline.
    const jump = this.#random.chance(0.002 * agitation) ? this.#random.gaussian() * 12 : 0;
    this.pressure += 0.13 * this.#random.gaussian() - this.pressure / 120;
    const pull = DRIFT[regime] + 0.09 * this.pressure;
    const move = volatility * (agitation * this.#random.gaussian() + pull + jump);
    this.#logPrice += move;
    this.#fast += (this.#logPrice - this.#fast) / 30;
    this.#slow += (this.#logPrice - this.#slow) / 180;
    this.#variance += (move * move - this.#variance) / 120;
    this.#gain += (Math.max(0, move) - this.#gain) / 60;
    this.#loss += (Math.max(0, -move) - this.#loss) / 60;
    this.volumeRatio = Math.exp(0.4 * this.#random.gaussian() + Math.abs(move) / volatility / 6) * Math.sqrt(agitation);
    this.spreadBps = 0.6 + agitation * 0.5 * this.#random.next();
  }

  /** Last price, a multiple of the tick. */
  get price(): Fixed {
    const { tick } = this.instrument;
    const exact = toFixed(Math.exp(this.#logPrice));
    const price = roundDown(exact, tick);
    return price > 0n ? price : tick;
  }

  /** Distance of the fast from the slow average, in deviations. */
  get trend(): number {
    return (this.#fast - this.#slow) / (this.deviation * 9);
  }

  /** Distance of the price from its slow average, in deviations. */
  get stretch(): number {
    return (this.#logPrice - this.#slow) / (this.deviation * 12);
  }

  /** Deviation of the logarithm of the price over a second, as seen lately. */
  get deviation(): number {
    return Math.sqrt(this.#variance) + 1e-9;
  }

  /** Relative strength, 0 to 100. */
  get rsi(): number {
    const all = this.#gain + this.#loss;
    return all === 0 ? 50 : (100 * this.#gain) / all;
  }

  get priceNumber(): number {
    return toNumber(this.price);
  }
}

/** All symbols under one regime, as coins move together. */
export class Market {
  readonly quotes: readonly Quote[];
  regime: Regime = "calm";

  constructor(random: Random) {
    this.quotes = INSTRUMENTS.map((one) => new Quote(one, random.fork()));
  }

  step(): void {
    for (const quote of this.quotes) quote.step(this.regime);
  }
}

function instrument(
  symbol: string,
  exchange: string,
  startPrice: number,
  tick: number,
  lot: number,
  volatility: number,
): Instrument {
  return { symbol, exchange, startPrice, tick: toFixed(tick), lot: toFixed(lot), volatility };
}
