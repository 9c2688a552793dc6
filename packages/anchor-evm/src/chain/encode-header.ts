import { keccak256, toRlp } from "viem";
import type { Hex } from "viem";
import { AnchorError } from "../anchor-error.ts";

/** Fields of a header in their order. Numbers have no leading zeros in RLP; everything else is taken as it is. */
const FIELDS: readonly (readonly [name: string, isNumber: boolean])[] = [
  ["parentHash", false],
  ["sha3Uncles", false],
  ["miner", false],
  ["stateRoot", false],
  ["transactionsRoot", false],
  ["receiptsRoot", false],
  ["logsBloom", false],
  ["difficulty", true],
  ["number", true],
  ["gasLimit", true],
  ["gasUsed", true],
  ["timestamp", true],
  ["extraData", false],
  ["mixHash", false],
  ["nonce", false],
];

/** What forks have added since, EIP 1559, 4895, 4844, 4788, 7685, 7928: a chain has the first few of them. */
const LATER_FIELDS: typeof FIELDS = [
  ["baseFeePerGas", true],
  ["withdrawalsRoot", false],
  ["blobGasUsed", true],
  ["excessBlobGas", true],
  ["parentBeaconBlockRoot", false],
  ["requestsHash", false],
  ["blockAccessListHash", false],
];

/**
 * The RLP of a block's header, from the fields that a node gives by JSON-RPC.
 *
 * @throws AnchorError if its hash is not the one that the node says: the chain has headers of another form.
 */
export function encodeHeader(block: Readonly<Record<string, unknown>>): Hex {
  const later = LATER_FIELDS.filter(([name]) => block[name] !== undefined && block[name] !== null);
  const header = toRlp([...FIELDS, ...later].map(([name, isNumber]) => fieldOf(block, name, isNumber)));
  if (keccak256(header) !== block["hash"]) {
    throw new AnchorError(
      "bad_answer",
      "the block's fields do not give its hash: this chain has headers of another form",
    );
  }
  return header;
}

function fieldOf(block: Readonly<Record<string, unknown>>, name: string, isNumber: boolean): Hex {
  const value = block[name];
  if (typeof value !== "string" || !/^0x[0-9a-f]*$/i.test(value)) {
    throw new AnchorError("bad_answer", `the node gives no ${name} of a block`);
  }
  if (!isNumber) return value as Hex;
  const digits = value.slice(2).replace(/^0+/, "");
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}
