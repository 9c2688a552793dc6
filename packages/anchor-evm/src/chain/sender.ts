import { keccak256 } from "viem";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { AnchorClock } from "../anchor-clock.ts";
import { AnchorError } from "../anchor-error.ts";
import { revertReason } from "../contract/anchor-call.ts";
import { GAS_MARGIN_PERCENT, MAX_RAISES, MAX_SENT } from "../limits.ts";
import type { Call, Chain } from "./chain.ts";
import { limited, marketFees, raised } from "./fees.ts";
import type { Fees } from "./fees.ts";
import { NodeRefusal } from "./node-fault.ts";

export interface SenderOptions {
  readonly account: PrivateKeyAccount;
  readonly clock: AnchorClock;
  /** Time in no block after which a transaction is replaced. */
  readonly stuckAfterMs: number;
  /** The most that is offered for a unit of gas. */
  readonly maxFeePerGasWei: bigint;
}

/** A transaction that the node was given, whether it answered or not. */
export interface SentTransaction {
  readonly hash: Hex;
  readonly raw: Hex;
  readonly call: Call;
}

interface Pending {
  readonly nonce: number;
  readonly call: Call;
  readonly gas: bigint;
  readonly fees: Fees;
  readonly sentAtMs: number;
  /** The node did not answer: whether it has the transaction is unknown. */
  readonly isDoubtful: boolean;
}

/** What a node says to a transaction that it will not take as it is. */
const KNOWN = /already known|already imported|known transaction|already exists/i;
const USED_NONCE = /nonce (?:is )?too low|nonce has already been used/i;
const UNDERPRICED = /underpriced|fee too low|less than block base fee|gas price too low/i;
const NO_FUNDS = /insufficient funds|insufficient balance|exceeds transaction sender account balance/i;

/**
 * Transactions of one key, one after the other. The nonce is always the number of transactions that are in blocks, so what
 * waits in the pool is replaced and never queued behind: one that is stuck, one of an earlier process, one for an older head.
 * The key is for this alone: other programs that use it would be replaced too.
 */
export class Sender {
  readonly #options: SenderOptions;
  #pending: Pending | undefined;
  #sent: SentTransaction[] = [];

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** The transactions that were sent for this call, as far as they are remembered. */
  sentFor(call: Call): readonly SentTransaction[] {
    return this.#sent.filter((each) => isSameCall(each.call, call));
  }

  /**
   * Sees to it that a transaction with this call is on its way: sends it, or leaves it alone, or replaces it by one that
   * offers more. To be called each time that the call was looked for in the chain's newest state and was not there.
   */
  async push(chain: Chain, chainId: number, call: Call): Promise<void> {
    const { account, clock, stuckAfterMs } = this.#options;
    const nonce = await chain.transactionCount(account.address);
    const pending = this.#pending;
    const isSame = pending !== undefined && isSameCall(pending.call, call);
    const isRecent = pending !== undefined && clock.nowMs() - pending.sentAtMs < stuckAfterMs;
    // In a block, and yet not in the state that was looked at: another node behind the same address may lag.
    if (isSame && pending.nonce < nonce && (await this.#isMined(chain, call)) && isRecent) return;
    const replaced = pending?.nonce === nonce ? pending : undefined;
    if (replaced !== undefined && isSame && isRecent && !replaced.isDoubtful) return;
    await this.#offer(chain, chainId, nonce, call, replaced);
  }

  /** Offers more until the node takes it. */
  async #offer(chain: Chain, chainId: number, nonce: number, call: Call, replaced?: Pending): Promise<void> {
    const { clock, maxFeePerGasWei } = this.#options;
    const estimate = await this.#gasOf(chain, call);
    const market = await marketFees(chain);
    const isSame = replaced !== undefined && isSameCall(replaced.call, call);
    // The same again, so that a doubtful transaction is repeated to the byte.
    const gas = isSame && replaced.gas > estimate ? replaced.gas : estimate;
    let fees = limited(market, maxFeePerGasWei);
    if (replaced !== undefined) {
      fees = isSame && replaced.isDoubtful ? replaced.fees : limited(raised(replaced.fees, market), maxFeePerGasWei);
    }
    for (let raises = 0; raises < MAX_RAISES; raises++) {
      const raw = await this.#sign(chainId, nonce, gas, call, fees);
      this.#remember({ hash: keccak256(raw), raw, call });
      this.#pending = { nonce, call, gas, fees, sentAtMs: clock.nowMs(), isDoubtful: true };
      const answer = await this.#broadcast(chain, raw);
      if (answer === "taken") {
        this.#pending = { ...this.#pending, isDoubtful: false };
        return;
      }
      if (answer === "used_nonce") {
        this.#pending = undefined;
        return;
      }
      const next = limited(raised(fees, market), maxFeePerGasWei);
      if (next.most === fees.most && next.tip === fees.tip) break;
      fees = next;
    }
    // One with the highest fee waits already: there is nothing to do but wait as well.
    if (isSame) {
      this.#pending = { ...replaced, sentAtMs: clock.nowMs(), isDoubtful: false };
      return;
    }
    this.#pending = undefined;
    throw new AnchorError(
      "fee_too_high",
      `the node wants more than ${fees.most} wei for a unit of gas; ${maxFeePerGasWei} are allowed`,
    );
  }

  /** Whether a transaction of this call is in a block. @throws AnchorError if the contract refused it there. */
  async #isMined(chain: Chain, call: Call): Promise<boolean> {
    let refused: Hex | undefined;
    for (const { hash } of this.sentFor(call)) {
      const receipt = await chain.transactionReceipt(hash);
      if (receipt?.status === "0x1") return true;
      if (receipt?.status === "0x0") refused = hash;
    }
    if (refused === undefined) return false;
    this.#pending = undefined;
    this.#sent = this.#sent.filter(({ hash }) => hash !== refused);
    // What changed since it was sent is told by trying again.
    await this.#gasOf(chain, call);
    throw new AnchorError("reverted", `the transaction ${refused} was refused, and would be taken now`);
  }

  async #gasOf(chain: Chain, call: Call): Promise<bigint> {
    try {
      const gas = await chain.estimateGas(this.#options.account.address, call);
      return gas + (gas * BigInt(GAS_MARGIN_PERCENT)) / 100n;
    } catch (error) {
      throw this.#refusalOf(error);
    }
  }

  #sign(chainId: number, nonce: number, gas: bigint, call: Call, fees: Fees): Promise<Hex> {
    const { account } = this.#options;
    const common = { chainId, nonce, gas, to: call.to, data: call.data };
    if (fees.type === "legacy") return account.signTransaction({ ...common, type: "legacy", gasPrice: fees.most });
    const offer = { maxFeePerGas: fees.most, maxPriorityFeePerGas: fees.tip };
    return account.signTransaction({ ...common, type: "eip1559", ...offer });
  }

  #remember(sent: SentTransaction): void {
    this.#sent = [...this.#sent.filter(({ hash }) => hash !== sent.hash), sent].slice(-MAX_SENT);
  }

  async #broadcast(chain: Chain, raw: Hex): Promise<"taken" | "used_nonce" | "underpriced"> {
    try {
      await chain.send(raw);
      return "taken";
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      if (KNOWN.test(error.words)) return "taken";
      if (USED_NONCE.test(error.words)) return "used_nonce";
      if (UNDERPRICED.test(error.words)) return "underpriced";
      throw this.#refusalOf(error);
    }
  }

  #refusalOf(error: unknown): unknown {
    if (!(error instanceof NodeRefusal)) return error;
    if (NO_FUNDS.test(error.words)) {
      const { address } = this.#options.account;
      return new AnchorError("no_funds", `${address} cannot pay for gas: send it some of the chain's coin`);
    }
    if (error.data === undefined && !/revert/i.test(error.words)) return error;
    return new AnchorError("reverted", `the contract refuses: ${revertReason(error.data ?? "0x")}`);
  }
}

function isSameCall(a: Call, b: Call): boolean {
  return a.to === b.to && a.data === b.data;
}
