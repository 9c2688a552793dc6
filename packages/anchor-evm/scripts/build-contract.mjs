/** Compiles contracts/trail-anchor.sol and writes src/contract/trail-anchor.ts. The same source gives the same bytes. */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import solc from "solc";

const NAME = "trail-anchor.sol";
const SOURCE = new URL(`../contracts/${NAME}`, import.meta.url);
export const TARGET = new URL("../src/contract/trail-anchor.ts", import.meta.url);

const SETTINGS = {
  // Called often and deployed once.
  optimizer: { enabled: true, runs: 1_000_000 },
  viaIR: true,
  // Before PUSH0, which some chains have not: it would save a few gas.
  evmVersion: "paris",
  // Comments and paths do not change the bytes.
  metadata: { appendCBOR: false, bytecodeHash: "none" },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
};

/** The text of src/contract/trail-anchor.ts. */
export function compileContract() {
  const input = {
    language: "Solidity",
    sources: { [NAME]: { content: readFileSync(SOURCE, "utf8") } },
    settings: SETTINGS,
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const faults = output.errors ?? [];
  if (faults.length > 0) throw new Error(faults.map((fault) => fault.formattedMessage).join("\n"));
  const { abi, evm } = output.contracts[NAME].TrailAnchor;
  return `/**
 * The contract of contracts/trail-anchor.sol, compiled by scripts/build-contract.mjs:
 * not to be edited. Compiler: solc ${solc.version()}.
 *
 * The bytes are for ever: receipts prove that just this code kept the head. Another contract is another file beside this one.
 */

export const TRAIL_ANCHOR_ABI = ${literal(abi, "")} as const;

/** What creates the contract. */
export const TRAIL_ANCHOR_BYTECODE: \`0x\${string}\` =
  "0x${evm.bytecode.object}";

/** What stands at its address. */
export const TRAIL_ANCHOR_CODE: \`0x\${string}\` =
  "0x${evm.deployedBytecode.object}";
`;
}

/** A value as the formatter would write it: objects always on lines of their own. */
function literal(value, indent) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const entries = Object.entries(value);
  if (entries.length === 0) return open + close;
  const inner = `${indent}  `;
  const lines = entries.map(
    ([key, each]) => `${inner}${Array.isArray(value) ? "" : `${key}: `}${literal(each, inner)},\n`,
  );
  return `${open}\n${lines.join("")}${indent}${close}`;
}

const isMain = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isMain) writeFileSync(TARGET, compileContract());
