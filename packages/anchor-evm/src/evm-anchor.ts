import { bytesToHex, hexToBytes } from "viem";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { systemClock } from "./anchor-clock.ts";
import type { AnchorClock } from "./anchor-clock.ts";
import { AnchorError } from "./anchor-error.ts";
import type { Anchor, AnchorReceipt, AnchoredHead, TrailHead } from "./anchor.ts";
import { connectTo } from "./chain/chain.ts";
import type { BlockAt, Call, Chain, NodeOptions } from "./chain/chain.ts";
import { contractAddress, findContract } from "./chain/contract-place.ts";
import { makeReceipt } from "./chain/make-receipt.ts";
import { Sender } from "./chain/sender.ts";
import { DEPLOYER, DEPLOY_CALL, decodeHead, encodeAnchorCall, encodeHeadsCall } from "./contract/anchor-call.ts";
import type { AnchorCall, HeadOnChain } from "./contract/anchor-call.ts";
import { originHashOf } from "./contract/head-slots.ts";
import {
  CONFIRMATIONS,
  GIVE_UP_AFTER_MS,
  MAX_CONFIRMATIONS,
  MAX_RECEIPT_ATTEMPTS,
  POLL_INTERVAL_MS,
  STUCK_AFTER_MS,
} from "./limits.ts";
import { EVM_RECEIPT_KIND, parseReceipt } from "./receipt/receipt.ts";

export interface EvmAnchorOptions extends NodeOptions {
  /** 0x and 64 digits: a key for this alone, with some coin to pay for gas. Never the key that signs checkpoints. */
  readonly privateKey: string;
  /** Refuses a node of another chain. Without it any chain will do. */
  readonly chainId?: number;
  /**
   * Address of the contract. Without it, it is where the usual deployer puts it on every chain, and is deployed there
   * before the first head if it is not there yet.
   */
  readonly contract?: string;
  /** Blocks on top before a head counts as anchored; 0 to MAX_CONFIRMATIONS. */
  readonly confirmations?: number;
  /** The most that is offered for a unit of gas, in wei. By default MAX_FEE_PER_GAS_WEI. */
  readonly maxFeePerGasWei?: bigint;
  readonly clock?: AnchorClock;
  readonly pollIntervalMs?: number;
  readonly stuckAfterMs?: number;
  readonly giveUpAfterMs?: number;
}

interface ConfirmedHead {
  readonly block: number;
  readonly anchoredAt: number;
}

/** 500 gwei: ten times what gas costs on a busy day, and below what a mistake of a node would ask for. */
const MAX_FEE_PER_GAS_WEI = 500_000_000_000n;

/** The line of heads of one key in a TrailAnchor contract, by any node of any chain that runs EVM code. */
export class EvmAnchor implements Anchor {
  readonly name = EVM_RECEIPT_KIND;
  /** The address of the key: who checks receipts must know it. */
  readonly owner: Hex;
  /** The contract's address. */
  readonly contract: Hex;
  readonly #options: EvmAnchorOptions;
  readonly #clock: AnchorClock;
  readonly #confirmations: number;
  readonly #connect: (signal: AbortSignal) => Chain;
  readonly #sender: Sender;

  /** Asks nothing of the node yet. @throws Error for options that cannot be right. */
  constructor(options: EvmAnchorOptions) {
    const account = accountOf(options.privateKey);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#confirmations = confirmationsOf(options.confirmations);
    this.owner = account.address.toLowerCase() as Hex;
    this.contract = contractAddress(options.contract);
    this.#connect = connectTo(options);
    this.#sender = new Sender({
      account,
      clock: this.#clock,
      stuckAfterMs: options.stuckAfterMs ?? STUCK_AFTER_MS,
      maxFeePerGasWei: options.maxFeePerGasWei ?? MAX_FEE_PER_GAS_WEI,
    });
  }

  async lastHead(origin: string, signal: AbortSignal): Promise<AnchoredHead | undefined> {
    const chain = this.#connect(signal);
    await this.#requireChain(chain);
    if (!(await this.#isDeployed(chain))) return undefined;
    const head = await this.#headAt(chain, originHashOf(origin), "latest");
    return head && { origin, size: head.size, root: hexToBytes(head.root), anchoredAtMs: 1_000 * head.anchoredAt };
  }

  async anchor(head: TrailHead, proof: readonly Uint8Array[], signal: AbortSignal): Promise<AnchorReceipt> {
    const chain = this.#connect(signal);
    const chainId = await this.#requireChain(chain);
    await this.#until("the contract", signal, async () => {
      if (await this.#isDeployed(chain)) return true;
      await this.#sender.push(chain, chainId, { to: DEPLOYER, data: DEPLOY_CALL });
      return undefined;
    });
    const rootHex = bytesToHex(head.root);
    const wanted = { originHash: originHashOf(head.origin), size: head.size, root: rootHex };
    const nodes = proof.map((hash) => bytesToHex(hash));
    const call: Call = { to: this.contract, data: encodeAnchorCall(wanted, nodes) };
    let failures = 0;
    return this.#until("the head", signal, async () => {
      const found = await this.#confirmed(chain, wanted);
      if (found === "missing") await this.#sender.push(chain, chainId, call);
      if (typeof found === "string") return undefined;
      const place = { chainId, contract: this.contract, owner: this.owner, sent: this.#sender.sentFor(call) };
      const receipt = await makeReceipt(chain, { ...place, ...found, head, rootHex });
      if (!("problem" in receipt)) return receipt;
      // The chain may have changed while it was read. A node that goes on so is wrong.
      failures++;
      if (failures < MAX_RECEIPT_ATTEMPTS) return undefined;
      throw new AnchorError("bad_answer", `what the node proves does not hold: ${receipt.problem}`);
    });
  }

  /** The newest block that has the head and enough blocks on top. */
  async #confirmed(chain: Chain, wanted: AnchorCall): Promise<ConfirmedHead | "missing" | "waiting"> {
    // The number before the state, so that the state is not the older one.
    const newest = await chain.blockNumber();
    if (!isThere(await this.#headAt(chain, wanted.originHash, "latest"), wanted)) return "missing";
    const block = newest - this.#confirmations;
    if (block < 0) return "waiting";
    const head = await this.#headAt(chain, wanted.originHash, block);
    return head?.size === wanted.size && head.root === wanted.root ? { block, anchoredAt: head.anchoredAt } : "waiting";
  }

  async stands(receipt: AnchorReceipt, signal: AbortSignal): Promise<boolean> {
    const chain = this.#connect(signal);
    await this.#requireChain(chain);
    const { hash, number } = parseReceipt(receipt.text).block;
    const block = await chain.block(number);
    if (block !== null) return block.hash === hash;
    const newest = await chain.blockNumber();
    if (newest >= number) return false;
    throw new AnchorError("node_error", `the node ends at block ${newest}, before block ${number} of the last receipt`);
  }

  async #requireChain(chain: Chain): Promise<number> {
    const id = await chain.chainId();
    const wanted = this.#options.chainId;
    if (wanted === undefined || id === wanted) return id;
    throw new AnchorError("wrong_chain", `the node is one of chain ${id}, not of chain ${wanted}: check its address`);
  }

  /** @throws AnchorError if something else is there, or it is missing and cannot be deployed there. */
  #isDeployed(chain: Chain): Promise<boolean> {
    return findContract(chain, this.contract, this.#options.contract === undefined);
  }

  async #headAt(chain: Chain, originHash: Hex, at: BlockAt): Promise<HeadOnChain | undefined> {
    const call = { to: this.contract, data: encodeHeadsCall(this.owner, originHash) };
    return decodeHead(await chain.call(call, at));
  }

  /** Looks again and again until it answers something. */
  async #until<T>(what: string, signal: AbortSignal, look: () => Promise<T | undefined>): Promise<T> {
    const { giveUpAfterMs = GIVE_UP_AFTER_MS, pollIntervalMs = POLL_INTERVAL_MS } = this.#options;
    const startedAtMs = this.#clock.nowMs();
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (signal.aborted) throw new AnchorError("stopped", `stopped while waiting for ${what}`);
      if (this.#clock.nowMs() - startedAtMs >= giveUpAfterMs) {
        const minutes = Math.round(giveUpAfterMs / 60_000);
        throw new AnchorError("not_mined", `${what} was in no block, or not deep enough, for ${minutes} minutes`);
      }
      await this.#clock.sleep(pollIntervalMs, signal);
    }
  }
}

/** @throws AnchorError if the line went another way. */
function isThere(now: HeadOnChain | undefined, wanted: { size: number; root: Hex }): boolean {
  if (now === undefined || now.size < wanted.size) return false;
  if (now.size > wanted.size) {
    throw new AnchorError("rollback", `a head of size ${now.size} is anchored already, above size ${wanted.size}`);
  }
  if (now.root === wanted.root) return true;
  throw new AnchorError("fork", `another tree of size ${now.size} is anchored already, with root ${now.root}`);
}

function accountOf(privateKey: string): ReturnType<typeof privateKeyToAccount> {
  try {
    if (/^0x[0-9a-fA-F]{64}$/.test(privateKey)) return privateKeyToAccount(privateKey as Hex);
  } catch {
    // Not a number of the curve; the library's message would have the key in it.
  }
  throw new Error("the chain key must be 0x and 64 hexadecimal digits");
}

function confirmationsOf(confirmations = CONFIRMATIONS): number {
  if (Number.isInteger(confirmations) && confirmations >= 0 && confirmations <= MAX_CONFIRMATIONS) return confirmations;
  throw new Error(`confirmations must be a whole number from 0 to ${MAX_CONFIRMATIONS}, not ${confirmations}`);
}
