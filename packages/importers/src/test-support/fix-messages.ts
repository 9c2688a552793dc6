/** A message with its length and its sum, SOH between the fields. Tags that look like integers come in numeric order but 35 first. */
export function fixMessage(fields: Record<string, string>, version = "FIX.4.4"): string {
  const { "35": type = "0", ...rest } = fields;
  const body = [["35", type], ...Object.entries(rest)].map(([tag, value]) => `${tag}=${value}\x01`).join("");
  const text = `8=${version}\x019=${Buffer.byteLength(body, "latin1")}\x01${body}`;
  const sum = Buffer.from(text, "latin1").reduce((total, byte) => total + byte, 0) % 256;
  return `${text}10=${String(sum).padStart(3, "0")}\x01`;
}
