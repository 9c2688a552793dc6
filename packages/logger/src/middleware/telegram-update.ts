/** An update as Telegram sends it: its id and one further member, named after its kind. */
export interface TelegramUpdate {
  readonly update_id: number;
}

/** What an update is about. Everything but the text itself may be logged without asking. */
export interface UpdateSummary {
  /** `message`, `callback_query`, `inline_query` … */
  readonly kind: string;
  readonly userId: number | undefined;
  readonly username: string | undefined;
  readonly firstName: string | undefined;
  readonly chatId: number | undefined;
  /** `private`, `group`, `supergroup` or `channel`. */
  readonly chatType: string | undefined;
  /** Without slash and without the bot's name: `buy` for `/buy@my_bot BTC`. */
  readonly command: string | undefined;
  /** What stands behind the command, word for word. */
  readonly words: readonly string[];
  /** Of a message, a caption, a button or a query. */
  readonly text: string | undefined;
}

interface Body {
  readonly from?: Person;
  readonly user?: Person;
  readonly chat?: Chat;
  readonly message?: { readonly chat?: Chat };
  readonly text?: unknown;
  readonly caption?: unknown;
  readonly data?: unknown;
  readonly query?: unknown;
  readonly entities?: readonly Entity[];
  readonly caption_entities?: readonly Entity[];
}

interface Person {
  readonly id: number;
  readonly username?: string;
  readonly first_name?: string;
}

interface Chat {
  readonly id: number;
  readonly type?: string;
}

interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
}

/** The member that says what happened: the one that is an object, since kinds are added every few months. */
function bodyOf(update: TelegramUpdate): readonly [kind: string, body: Body] {
  for (const [kind, body] of Object.entries(update)) {
    if (typeof body === "object" && body !== null) return [kind, body as Body];
  }
  return ["unknown", {}];
}

/** Reads an update. Source of the field names: the Bot API, https://core.telegram.org/bots/api#update */
export function summariseUpdate(update: TelegramUpdate): UpdateSummary {
  try {
    return summarise(update);
  } catch {
    // A webhook takes what anybody posts; what is not an update of Telegram's is the bot's matter.
    return summarise({ update_id: 0 });
  }
}

function summarise(update: TelegramUpdate): UpdateSummary {
  const [kind, body] = bodyOf(update);
  const person = body.from ?? body.user;
  const chat = body.chat ?? body.message?.chat;
  const text = [body.text, body.caption, body.data, body.query].find((part) => typeof part === "string");
  // Telegram marks commands itself; only the one at the beginning is what the message asks for.
  const mark = (body.entities ?? body.caption_entities)?.find(
    ({ type, offset }) => type === "bot_command" && offset === 0,
  );
  return {
    kind,
    userId: person?.id,
    username: person?.username,
    firstName: person?.first_name,
    chatId: chat?.id,
    chatType: chat?.type,
    command: mark === undefined ? undefined : text?.slice(1, mark.length).split("@", 1)[0],
    words: mark === undefined || text === undefined ? [] : text.slice(mark.length).split(/\s+/).filter(Boolean),
    text,
  };
}
