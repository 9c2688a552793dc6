/** The code of a sign-in address, or the text itself when it is a code or key. Undefined when nothing is there. */
export function codeOf(text: string): string | undefined {
  const trimmed = text.trim();
  const inLink = /#(?:.*&)?signin=([^&\s]+)/.exec(trimmed)?.[1];
  if (inLink !== undefined) return decode(inLink);
  return trimmed === "" || /\s/.test(trimmed) ? undefined : trimmed;
}

/** A code of a link, 18 bytes in base64url; everything else that is typed is taken for a key. */
const CODE = /^[A-Za-z0-9_-]{24}$/;

export type SignInProof = { code: string } | { key: string };

/** What was pasted into the sign-in field: a link, its code, or a key. */
export function proofOf(text: string): SignInProof | undefined {
  const proof = codeOf(text);
  if (proof === undefined) return undefined;
  return text.includes("signin=") || CODE.test(proof) ? { code: proof } : { key: proof };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
