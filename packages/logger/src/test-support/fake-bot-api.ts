import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Telegram's Bot API as far as bots under test call it. */
export interface FakeBotApi {
  readonly url: string;
  /** Calls that arrived: method and payload. */
  readonly calls: { readonly method: string; readonly payload: Record<string, unknown> }[];
  /** The next call is refused so. */
  refuse: { readonly error_code: number; readonly description: string } | undefined;
  close(): Promise<void>;
}

export async function startFakeBotApi(): Promise<FakeBotApi> {
  const server = createServer((request, response) => {
    void (async () => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
      const method = (request.url ?? "").split("/").at(-1) ?? "";
      api.calls.push({ method, payload: JSON.parse(body || "{}") as Record<string, unknown> });
      const { refuse } = api;
      api.refuse = undefined;
      const reply = refuse === undefined ? { ok: true, result: { message_id: 1 } } : { ok: false, ...refuse };
      response.writeHead(refuse?.error_code ?? 200, { "content-type": "application/json" });
      response.end(JSON.stringify(reply));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const api: FakeBotApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    refuse: undefined,
    close: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return api;
}

export const BOT_INFO = {
  id: 42,
  is_bot: true as const,
  first_name: "Bot",
  username: "daybook_test_bot",
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
};

/** Made up; it has the form of a real one, so that redaction has something to do. */
export const BOT_TOKEN = "123456789:AAF-made_up_token_of_nobody_000000";

const ANN = { id: 7001, is_bot: false, first_name: "Ann", username: "ann_trades" };
const CHAT = { id: 7001, type: "private" as const, first_name: "Ann" };

/** A private message; a leading `/command` is marked as Telegram does. */
export function messageUpdate(text: string, updateId = 1): { update_id: number; message: object } {
  const command = /^\/[^\s]+/.exec(text)?.[0];
  const entities = command === undefined ? [] : [{ type: "bot_command", offset: 0, length: command.length }];
  return { update_id: updateId, message: { message_id: updateId, date: 1, from: ANN, chat: CHAT, text, entities } };
}

/** A pressed button. */
export function buttonUpdate(data: string, updateId = 1): { update_id: number; callback_query: object } {
  const message = { message_id: 1, date: 1, chat: CHAT, text: "Sure?" };
  return { update_id: updateId, callback_query: { id: "q1", from: ANN, chat_instance: "c1", message, data } };
}
