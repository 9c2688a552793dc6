/**
 * What went wrong.
 *
 * - `unreachable`: the node does not answer. `node_error`: it answers that it will not. `bad_answer`: what it says is wrong.
 * - `wrong_chain`, `not_the_contract`, `no_deployer`: settings and node do not fit.
 * - `no_funds`, `fee_too_high`, `not_mined`: the transaction does not get into a block.
 * - `reverted`: the contract refused. `fork`, `rollback`: what is anchored is not the beginning of the trail.
 * - `bad_receipt`: bytes that are no receipt. `trail`: the trail gave no head or proof, or a receipt could not be kept.
 * - `stopped`: the caller ended it.
 */
export type AnchorErrorCode =
  | "unreachable"
  | "node_error"
  | "bad_answer"
  | "wrong_chain"
  | "not_the_contract"
  | "no_deployer"
  | "no_funds"
  | "fee_too_high"
  | "not_mined"
  | "reverted"
  | "fork"
  | "rollback"
  | "bad_receipt"
  | "trail"
  | "stopped";

/**
 * The only error of this package. It has no cause: those of the network carry the address of the node, which is often a
 * secret.
 */
export class AnchorError extends Error {
  override readonly name: string = "AnchorError";
  readonly code: AnchorErrorCode;

  constructor(code: AnchorErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
