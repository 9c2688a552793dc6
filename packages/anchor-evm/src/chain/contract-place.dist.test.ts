import { afterAll, beforeAll, expect, it } from "vitest";
import { DEPLOYER, DEPLOY_CALL, USUAL_ADDRESS } from "../contract/anchor-call.ts";
import { startAnvil } from "../test-support/anvil.ts";
import type { TestNode } from "../test-support/anvil.ts";
import { TEST_OWNER } from "../test-support/made-receipt.ts";
import { connectTo } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { contractAddress, findContract } from "./contract-place.ts";

let node: TestNode;
let chain: Chain;

beforeAll(async () => {
  node = await startAnvil();
  chain = connectTo({ url: node.url })(new AbortController().signal);
});
afterAll(() => node.stop());

it("is the usual address, or the one that is asked for", () => {
  expect(contractAddress(undefined)).toBe(USUAL_ADDRESS);
  expect(contractAddress("0x4E59b44847b379578588920cA78FbF26c0B4956C")).toBe(DEPLOYER);
  for (const wrong of ["", "4e59", `${DEPLOYER}0`, "vitalik.eth"])
    expect(() => contractAddress(wrong)).toThrow("0x and 40");
});

it("is empty until the contract is deployed there, and then has its very code", async () => {
  expect(await findContract(chain, USUAL_ADDRESS, true)).toBe(false);
  await expect(findContract(chain, USUAL_ADDRESS, false)).rejects.toMatchObject({
    code: "not_the_contract",
    message: `there is no contract at ${USUAL_ADDRESS} on this chain`,
  });
  await node.transact({ from: TEST_OWNER, to: DEPLOYER, data: DEPLOY_CALL });
  expect(await findContract(chain, USUAL_ADDRESS, true)).toBe(true);
  expect(await findContract(chain, USUAL_ADDRESS, false)).toBe(true);
});

it("is refused when something else stands there, and when it cannot be put there", async () => {
  await expect(findContract(chain, DEPLOYER, true)).rejects.toMatchObject({ code: "not_the_contract" });
  await node.ask("anvil_setCode", DEPLOYER, "0x");
  await node.ask("anvil_setCode", USUAL_ADDRESS, "0x");
  await expect(findContract(chain, USUAL_ADDRESS, true)).rejects.toMatchObject({ code: "no_deployer" });
});
