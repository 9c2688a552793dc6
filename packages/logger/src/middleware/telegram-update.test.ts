import { expect, it } from "vitest";
import { summariseUpdate } from "./telegram-update.ts";

const from = { id: 7, is_bot: false, first_name: "Ann" };
const chat = { id: -100, type: "supergroup" };

it.each([
  ["edited_message", { from, chat, text: "hi" }, { userId: 7, chatId: -100, chatType: "supergroup", text: "hi" }],
  ["channel_post", { chat, caption: "news" }, { userId: undefined, chatId: -100, text: "news" }],
  ["callback_query", { from, message: { chat }, data: "buy" }, { userId: 7, chatId: -100, text: "buy" }],
  ["inline_query", { from, query: "btc" }, { userId: 7, chatId: undefined, text: "btc" }],
  ["poll_answer", { user: from, option_ids: [1] }, { userId: 7, text: undefined }],
  ["message_reaction", { user: from, chat }, { userId: 7, chatId: -100 }],
  ["of_next_year", { from, chat }, { userId: 7, chatId: -100 }],
])("knows who and where of %s", (kind, body, expected) => {
  expect(summariseUpdate(Object.assign({ update_id: 1 }, { [kind]: body }))).toMatchObject({ kind, ...expected });
});

it.each([
  ["/buy BTC  0.5\nnow", 4, "buy", ["BTC", "0.5", "now"]],
  ["/buy@my_bot", 11, "buy", []],
])("takes the command out of %j", (text, length, command, words) => {
  const entities = [{ type: "bot_command", offset: 0, length }];
  const update = Object.assign({ update_id: 1 }, { message: { from, chat, text, entities } });
  expect(summariseUpdate(update)).toMatchObject({ command, words });
});

it("does not take a command that is mentioned within a text", () => {
  const entities = [{ type: "bot_command", offset: 5, length: 4 }];
  const update = Object.assign({ update_id: 1 }, { message: { from, chat, text: "what /buy does", entities } });
  expect(summariseUpdate(update)).toMatchObject({ command: undefined, words: [] });
});

it.each([[null], [7], [{}], [{ update_id: 1 }], [{ update_id: 1, message: { text: "/x", entities: 3 } }]])(
  "takes %j for an update of which nothing is known",
  (update) => {
    expect(summariseUpdate(update as never)).toMatchObject({ kind: "unknown", command: undefined, words: [] });
  },
);
