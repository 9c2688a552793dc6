import { createClient, http, numberToHex } from "viem";
import type { EIP1193RequestFn, EIP1193RequestOptions, EIP1474Methods, Hex, RpcBlock, RpcLog, RpcProof } from "viem";
import type { RpcTransaction, RpcTransactionReceipt } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { MAX_ANSWER_BYTES, REQUEST_RETRIES, REQUEST_RETRY_DELAY_MS, REQUEST_TIMEOUT_MS } from "../limits.ts";
import { nodeFault } from "./node-fault.ts";

type Request = EIP1193RequestFn<EIP1474Methods>;

export interface NodeOptions {
  /** http or https; a user and a password in it are sent as such. */
  readonly url: string;
  readonly requestTimeoutMs?: number;
  readonly requestRetries?: number;
  readonly requestRetryDelayMs?: number;
}

/** A block by its number, or the newest. */
export type BlockAt = number | "latest";

/** What a transaction does. */
export interface Call {
  readonly to: Hex;
  readonly data: Hex;
}

/** The questions that are asked of a node, for one caller's signal. Each rejects with an AnchorError only. */
export class Chain {
  readonly #request: Request;
  readonly #signal: AbortSignal;
  readonly #deadlineMs: number;

  /** @param deadlineMs for one question with all its repetitions. */
  constructor(request: Request, signal: AbortSignal, deadlineMs: number) {
    this.#request = request;
    this.#signal = signal;
    this.#deadlineMs = deadlineMs;
  }

  async chainId(): Promise<number> {
    return countOf("chain id", await this.#ask((options) => this.#request({ method: "eth_chainId" }, options)));
  }

  async blockNumber(): Promise<number> {
    return countOf("block", await this.#ask((options) => this.#request({ method: "eth_blockNumber" }, options)));
  }

  /** Null where the chain has none, or the node does not know it yet. */
  block(at: BlockAt): Promise<RpcBlock | null> {
    return this.#ask((options) =>
      this.#request({ method: "eth_getBlockByNumber", params: [parameterOf(at), false] }, options),
    );
  }

  /** What the call would answer after that block; 0x if there is no contract. */
  call(call: Call, at: BlockAt): Promise<Hex> {
    return this.#ask((options) => this.#request({ method: "eth_call", params: [call, parameterOf(at)] }, options));
  }

  code(address: Hex): Promise<Hex> {
    return this.#ask((options) => this.#request({ method: "eth_getCode", params: [address, "latest"] }, options));
  }

  /** Transactions of the account that are in blocks: the nonce of its next one. */
  async transactionCount(address: Hex): Promise<number> {
    const ask = (options: EIP1193RequestOptions): Promise<Hex> =>
      this.#request({ method: "eth_getTransactionCount", params: [address, "latest"] }, options);
    return countOf("number of transactions", await this.#ask(ask));
  }

  /**
   * In the newest block's state: some nodes would take what waits for a block as done, and estimate what comes after it.
   *
   * @throws NodeRefusal with the contract's answer if it would refuse.
   */
  async estimateGas(from: Hex, call: Call): Promise<bigint> {
    const ask = (options: EIP1193RequestOptions): Promise<Hex> =>
      this.#request({ method: "eth_estimateGas", params: [{ from, ...call }, "latest"] }, options);
    return quantityOf("gas", await this.#ask(ask));
  }

  async gasPrice(): Promise<bigint> {
    return quantityOf("gas price", await this.#ask((options) => this.#request({ method: "eth_gasPrice" }, options)));
  }

  async priorityFee(): Promise<bigint> {
    const ask = (options: EIP1193RequestOptions): Promise<Hex> =>
      this.#request({ method: "eth_maxPriorityFeePerGas" }, options);
    return quantityOf("priority fee", await this.#ask(ask));
  }

  send(raw: Hex): Promise<Hex> {
    return this.#ask((options) => this.#request({ method: "eth_sendRawTransaction", params: [raw] }, options));
  }

  transaction(hash: Hex): Promise<RpcTransaction | null> {
    return this.#ask((options) => this.#request({ method: "eth_getTransactionByHash", params: [hash] }, options));
  }

  /** Null while it is in no block. */
  transactionReceipt(hash: Hex): Promise<RpcTransactionReceipt | null> {
    return this.#ask((options) => this.#request({ method: "eth_getTransactionReceipt", params: [hash] }, options));
  }

  proof(address: Hex, slots: readonly Hex[], at: number): Promise<RpcProof> {
    return this.#ask((options) =>
      this.#request({ method: "eth_getProof", params: [address, [...slots], numberToHex(at)] }, options),
    );
  }

  logs(address: Hex, topics: readonly Hex[], from: number, to: number): Promise<RpcLog[]> {
    const filter = { address, topics: [...topics], fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    return this.#ask((options) => this.#request({ method: "eth_getLogs", params: [filter] }, options));
  }

  async #ask<T>(ask: (options: EIP1193RequestOptions) => Promise<T>): Promise<T> {
    // Not AbortSignal.any: Node 20 keeps a trace of each one for as long as the caller's signal lives, which is for ever.
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const timer = setTimeout(end, this.#deadlineMs);
    this.#signal.addEventListener("abort", end);
    try {
      if (this.#signal.aborted) end();
      return await ask({ signal: ending.signal });
    } catch (error) {
      throw nodeFault(error, this.#signal);
    } finally {
      clearTimeout(timer);
      this.#signal.removeEventListener("abort", end);
    }
  }
}

/** Opens no connection yet. */
export function connectTo(options: NodeOptions): (signal: AbortSignal) => Chain {
  const timeout = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const retryCount = options.requestRetries ?? REQUEST_RETRIES;
  const retryDelay = options.requestRetryDelayMs ?? REQUEST_RETRY_DELAY_MS;
  // viem's own timeout does nothing once a signal is handed in, and would end with the headers of an answer.
  const fetchFn: typeof fetch = (input, init) => {
    const signals = [AbortSignal.timeout(timeout), ...(init?.signal ? [init.signal] : [])];
    return fetch(input, { ...init, signal: AbortSignal.any(signals) });
  };
  const transport = http(options.url, { fetchFn, retryCount, retryDelay, maxResponseBodySize: MAX_ANSWER_BYTES });
  const { request } = createClient({ transport });
  // The waits double: together they are below 2^(n+1) times the first. A node may ask for longer ones, in vain.
  const deadlineMs = timeout * (retryCount + 2) + retryDelay * 2 ** (retryCount + 1);
  return (signal) => new Chain(request, signal, deadlineMs);
}

/** A number of JSON-RPC. @throws AnchorError with code `bad_answer`. */
export function quantityOf(what: string, value: unknown): bigint {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,64}$/i.test(value)) {
    throw new AnchorError("bad_answer", `the node gives no number for the ${what}`);
  }
  return BigInt(value);
}

/** A number below 2⁵³. @throws AnchorError with code `bad_answer`. */
export function countOf(what: string, value: unknown): number {
  const count = quantityOf(what, value);
  if (count > Number.MAX_SAFE_INTEGER) throw new AnchorError("bad_answer", `the ${what} is above 2^53-1`);
  return Number(count);
}

function parameterOf(at: BlockAt): Hex | "latest" {
  return at === "latest" ? at : numberToHex(at);
}
