import type { SearchRequest } from "@daybook/protocol";
import { clientError } from "./request-error.ts";

/**
 * Pages one after the other, each asked for only when it is wanted. Ends after the page without a
 * `next_cursor`. All pages are of one order; events that arrive in between do not shift them.
 */
export async function* eachPage<Page extends { next_cursor: string | null }>(
  search: (request: SearchRequest) => Promise<Page>,
  request: SearchRequest,
): AsyncGenerator<Page, void, undefined> {
  let cursor = request.cursor;
  for (;;) {
    const reply = await search(cursor === undefined ? request : { ...request, cursor });
    yield reply;
    if (reply.next_cursor === null) return;
    if (reply.next_cursor === cursor) {
      throw clientError(
        "DAYBOOK_CLIENT_BAD_REPLY",
        "The search gave the same cursor twice; its pages would never end.",
      );
    }
    cursor = reply.next_cursor;
  }
}
