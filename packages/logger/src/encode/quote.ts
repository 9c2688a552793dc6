/**
 * JSON text of a string. Short strings without anything to escape, nearly all of them, are only
 * wrapped: a loop over the units costs less than a call of JSON.stringify up to about 40 units.
 */
export function quote(text: string): string {
  const length = text.length;
  if (length > 40) return JSON.stringify(text);
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) {
      return JSON.stringify(text);
    }
  }
  return `"${text}"`;
}
