/** Bytes of a buffer that are shown. */
const SHOWN_BYTES = 32;

/** The class that the error calls itself, or was made by when it says only "Error". */
export function errorName(error: Error): string {
  const name: unknown = error.name;
  if (typeof name === "string" && name !== "Error" && name !== "") return name;
  return safeName((error as { constructor?: unknown }).constructor);
}

/** An error's message; programs put other things than text there. */
export function errorMessage(error: Error): string {
  const message: unknown = error.message;
  return typeof message === "string" ? message : String(message);
}

/** What stands in the place of a value whose reading threw. */
export function unreadable(error: unknown): string {
  let why = "";
  try {
    why = error instanceof Error ? errorMessage(error) : String(error);
  } catch {
    // Even the error's own message may throw; the fact alone is kept then.
  }
  return why === "" ? "[unreadable]" : `[unreadable: ${why}]`;
}

/** What a function or class calls itself. */
export function safeName(value: unknown): string {
  try {
    const name = (value as { name?: unknown }).name;
    return typeof name === "string" && name !== "" ? name : "anonymous";
  } catch {
    return "anonymous";
  }
}

/** JSON text that shows how many bytes there are, and the first of them. */
export function describeBytes(value: ArrayBufferView | ArrayBuffer): string {
  const bytes = ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(value);
  const shown = bytes.subarray(0, SHOWN_BYTES).toString("hex");
  return `"<${bytes.length} bytes ${shown}${bytes.length > SHOWN_BYTES ? "…" : ""}>"`;
}

/** Raw memory, as opposed to numbers of one kind. */
export function isBytes(value: object): value is ArrayBuffer | Uint8Array | DataView {
  return value instanceof ArrayBuffer || value instanceof Uint8Array || value instanceof DataView;
}
