/**
 * The lines of a text that comes in pieces, without their ends. Of a line that is longer than `maxLength` characters only so many are given: it
 * is none of those that were expected, and must not fill the memory.
 */
export async function* textLines(pieces: AsyncIterable<string>, maxLength: number): AsyncGenerator<string> {
  let rest = "";
  let isCut = false;
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf("\n"); end !== -1; end = piece.indexOf("\n", from)) {
      yield isCut ? rest : (rest + piece.slice(from, end)).slice(0, maxLength);
      rest = "";
      isCut = false;
      from = end + 1;
    }
    if (isCut) continue;
    rest += piece.slice(from);
    isCut = rest.length > maxLength;
    if (isCut) rest = rest.slice(0, maxLength);
  }
  if (rest !== "") yield rest;
}
