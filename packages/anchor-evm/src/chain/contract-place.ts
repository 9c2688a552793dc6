import type { Hex } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { DEPLOYER, USUAL_ADDRESS } from "../contract/anchor-call.ts";
import { TRAIL_ANCHOR_CODE } from "../contract/trail-anchor.ts";
import type { Chain } from "./chain.ts";

/** The address that is asked for, in lower case, or the usual one. @throws Error */
export function contractAddress(given: string | undefined): Hex {
  if (given === undefined) return USUAL_ADDRESS;
  if (/^0x[0-9a-fA-F]{40}$/.test(given)) return given.toLowerCase() as Hex;
  throw new Error(`the address of the contract must be 0x and 40 hexadecimal digits, not ${given.slice(0, 60)}`);
}

/**
 * Whether the contract stands there: its very bytes, since another one may keep its heads by other rules.
 *
 * @param canDeploy whether it would be right to put it there.
 * @throws AnchorError if something else stands there, or nothing where it should, or it cannot be put there.
 */
export async function findContract(chain: Chain, address: Hex, canDeploy: boolean): Promise<boolean> {
  const code = (await chain.code(address)).toLowerCase();
  if (code === TRAIL_ANCHOR_CODE) return true;
  if (code !== "0x") {
    throw new AnchorError("not_the_contract", `what stands at ${address} is not this version of TrailAnchor`);
  }
  if (!canDeploy) throw new AnchorError("not_the_contract", `there is no contract at ${address} on this chain`);
  if ((await chain.code(DEPLOYER)) !== "0x") return false;
  throw new AnchorError(
    "no_deployer",
    `this chain has no deployer at ${DEPLOYER}: deploy TrailAnchor with any tool, and set its address`,
  );
}
