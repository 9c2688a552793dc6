import { describe, expect, it } from "vitest";
import { createRedactor } from "./redact.ts";
import type { JsonObject } from "./record.ts";

const HMAC_LIKE = (secret: string): string => `h${secret.length}`;

function text(value: string): string {
  return createRedactor().redactText(value);
}

describe("credentials in text", () => {
  const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
  const LISTEN_KEY = "pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1";

  it.each([
    ["password=hunter22 ok", "password=[REDACTED:password] ok"],
    ["Password: hunter22, next", "Password: [REDACTED:password], next"],
    ['{"api_key": "abc\\"def", "x": 1}', '{"api_key": "[REDACTED:api_key]", "x": 1}'],
    ["{'secret': 'abc', 'x': 1}", "{'secret': '[REDACTED:secret]', 'x': 1}"],
    ['body {\\"apiKey\\": \\"abc\\", \\"a\\": 1}', 'body {\\"apiKey\\": \\"[REDACTED:api_key]\\", \\"a\\": 1}'],
    ["db_password='a b c' x", "db_password='[REDACTED:password]' x"],
    ["BINANCE_API_SECRET=abc", "BINANCE_API_SECRET=[REDACTED:secret]"],
    [
      "X-MBX-APIKEY: vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",
      "X-MBX-APIKEY: [REDACTED:api_key]",
    ],
    ["OK-ACCESS-SIGN: abc=", "OK-ACCESS-SIGN: [REDACTED:signature]"],
    ["api key: abc123", "api key: [REDACTED:api_key]"],
    ["token=abcdef123", "token=[REDACTED:token]"],
    ["access_token: eyx", "access_token: [REDACTED:token]"],
    ["Authorization: Bearer abc.def-123 sent", "Authorization: Bearer [REDACTED:authorization] sent"],
    ["Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [REDACTED:authorization]"],
    ['"authorization": "Bearer abc"', '"authorization": "Bearer [REDACTED:authorization]"'],
    ["authorization=abc next", "authorization=[REDACTED:authorization] next"],
    ['Authorization: Digest username="u", response="f00"', "Authorization: Digest [REDACTED:authorization]"],
    [
      "Authorization: AWS4-HMAC-SHA256 Credential=A/B, Signature=ff",
      "Authorization: AWS4-HMAC-SHA256 [REDACTED:authorization]",
    ],
    ["with bearer abcdefgh12345678 in it", "with bearer [REDACTED:authorization] in it"],
    ["Cookie: sid=1; theme=dark", "Cookie: [REDACTED:cookie]"],
    [`got ${JWT}!`, "got [REDACTED:jwt]!"],
    ["https://u:pa:ss@host/x", "https://u:[REDACTED:url_password]@host/x"],
    ["redis://:pw@cache:6379/0", "redis://:[REDACTED:url_password]@cache:6379/0"],
    [
      "GET /api/v3/order?symbol=ETHUSDT&timestamp=1&signature=00ff&x=1",
      "GET /api/v3/order?symbol=ETHUSDT&timestamp=1&signature=[REDACTED:signature]&x=1",
    ],
    ["https://h/p?key=abc#f", "https://h/p?key=[REDACTED:api_key]#f"],
    [
      "https://s3/x?X-Amz-Signature=ab12&X-Amz-Date=1",
      "https://s3/x?X-Amz-Signature=[REDACTED:signature]&X-Amz-Date=1",
    ],
    [
      `wss://stream.binance.com:9443/ws/${LISTEN_KEY} opened`,
      "wss://stream.binance.com:9443/ws/[REDACTED:listen_key] opened",
    ],
    [
      `wss://u:pw@h/stream?streams=${LISTEN_KEY}/btcusdt@trade`,
      "wss://u:[REDACTED:url_password]@h/stream?streams=[REDACTED:listen_key]/btcusdt@trade",
    ],
    ["listenKey=abc", "listenKey=[REDACTED:listen_key]"],
    [
      "https://eth-mainnet.g.alchemy.com/v2/Abc123def456Ghi789jkl0",
      "https://eth-mainnet.g.alchemy.com/v2/[REDACTED:listen_key]",
    ],
    ["https://hooks.slack.com/services/T0/B0/abc", "https://hooks.slack.com/services/[REDACTED:webhook]"],
    [
      "https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage",
      "https://api.telegram.org/bot[REDACTED:token]/sendMessage",
    ],
    [
      "http://127.0.0.1:8081/proxy/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage",
      "http://127.0.0.1:8081/proxy/bot[REDACTED:token]/sendMessage",
    ],
    ["-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY----- rest", "[REDACTED:private_key] rest"],
    ["key -----BEGIN PRIVATE KEY-----\nMHc", "key [REDACTED:private_key]"],
    ["seed phrase: abandon ability able about above absent", "seed phrase: [REDACTED:seed_phrase]"],
    ['mnemonic="abandon ability able"', 'mnemonic="[REDACTED:seed_phrase]"'],
    ["8=FIX.4.4|35=A|553=user|554=hunter2|10=000|", "8=FIX.4.4|35=A|553=user|554=[REDACTED:password]|10=000|"],
    ["8=FIX.4.4\u000135=A\u0001554=hunter2\u000110=0", "8=FIX.4.4\u000135=A\u0001554=[REDACTED:password]\u000110=0"],
    ["card 4111 1111 1111 1111 declined", "card [REDACTED:card] declined"],
    ["Visa: 4111-1111-1111-1111", "Visa: [REDACTED:card]"],
    ["amex 378282246310005.", "amex 378282246310005.".replace("378282246310005", "[REDACTED:card]")],
    ["SSN 078-05-1120 given", "SSN [REDACTED:ssn] given"],
  ])("%s", (given, expected) => {
    expect(text(given)).toBe(expected);
    expect(text(expected)).toBe(expected);
  });

  it.each([
    "Order 4111111111111111 filled",
    "order id 1671665508002174, card not involved here at all, since the word stands far away from it",
    "sell-CXD-USDT-1671665508002174",
    "card 4111111111111112 has a wrong check digit",
    "card 1671665508002174 has no issuer",
    "078-05-1120 alone",
    "ssn 000-05-1120",
    "token: ETH",
    "token=USDC.e, token_in=WETH, base_token: BTC",
    "token=0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
    "tokens: 1500",
    "password: null, api_key=None secret=*** token=",
    "api_key=<REDACTED>&sign=<REDACTED>",
    "password=${DB_PASSWORD}",
    "pwd: /srv/bot",
    "arn:aws:secretsmanager:us-east-1:1234:secret:name",
    "signature of the order: valid; sign=+1",
    "8=FIX.4.2|9=153|35=8|34=6|11=1352157895032|37=4|96=x|10=220|",
    "|554=5 without FIX",
    "tick BTCUSDT bid=19048.66 ask=19048.67 seq=123456789012",
    "wss://stream.binance.com:9443/ws/btcusdt@depth20@100ms",
    "wss://stream.binance.com/ws/btcusdt",
    "https://etherscan.io/tx/0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060",
    "tx 0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060",
    "bearer of bad news arrives",
    "Authentication: failed",
    "-----BEGIN CERTIFICATE-----",
    "Retrying in 5s: attempt 3 (key:value)",
    "at Socket.connect (node:net:1234:56)",
    "eyJ.eyJ.x",
  ])("leaves %s alone", (given) => {
    expect(text(given)).toBe(given);
  });

  it("returns the very text when there is nothing to do, and counts by rule", () => {
    const redactor = createRedactor();
    redactor.redactText("password=a1 secret=b2 password=c3");
    redactor.redactText("nothing here");
    redactor.redactText("password=[REDACTED:password]");
    expect(redactor.counts()).toEqual({ password: 2, secret: 1 });
  });

  it("takes time linear in the text, whatever the text", () => {
    const bait = [
      "eyJaaaaaaaaa-",
      "password=",
      "token: ",
      "://",
      "wss://a/",
      "wss://",
      "-----BEGIN PRIVATE KEY-----",
      "-----BEGIN ",
      "bearer ",
      "Bearer aaaaaaaaaaaaaaaaa",
      "|554=",
      "api key:",
      "card 1 ",
      "1 1 1 1 ",
      "ssn 111-11-",
      '"',
      "\\",
      "=",
      ": ",
      "a@",
      "cookie: a;",
      "mnemonic: ab ",
      'key=\\"',
      " ",
      "x",
      "a key:",
      "secret='",
    ];
    for (const piece of bait) {
      const long = piece.repeat(Math.ceil(400_000 / piece.length));
      expect(typeof text(long)).toBe("string");
      expect(typeof text(`8=FIX card ssn token=${long}`)).toBe("string");
    }
  });
});

describe("keys of data", () => {
  function redact(data: JsonObject): JsonObject {
    return createRedactor({ keys: ["account_pin"] }).redactData(data);
  }

  it.each([
    "password",
    "Passwd",
    "secret",
    "token",
    "api_key",
    "apiKey",
    "API-KEY",
    "x-api-key",
    "authorization",
    "cookie",
    "set-cookie",
    "private_key",
    "mnemonic",
    "seed_phrase",
    "db_password",
    "binanceApiSecret",
    "wallet_private_key",
    "accessToken",
    "telegram_bot_token",
    "listenKey",
    "cvv",
    "card_number",
    "ssn",
    "accountPin",
    "okx_passphrase",
  ])("%s is secret, at any depth", (key) => {
    const rule = /^\[REDACTED:[a-z_]+\]$/;
    const redacted = redact({ [key]: "x1y2z3secretvalue", deep: { list: [{ [key]: 123456 }] } });
    expect(redacted).toEqual({
      [key]: expect.stringMatching(rule) as string,
      deep: { list: [{ [key]: expect.stringMatching(rule) as string }] },
    });
  });

  it.each([
    "token_in",
    "base_token",
    "token_address",
    "tokens",
    "quote_token",
    "secretary",
    "key",
    "public_key",
    "signature",
    "author",
    "monkey",
    "passed",
    "cookies_enabled",
  ])("%s is not", (key) => {
    expect(redact({ [key]: "value" })).toEqual({ [key]: "value" });
  });

  it("lets a coin be called a token", () => {
    const coins = {
      token: "ETH",
      deep: { token: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48" },
      list: [{ token: { symbol: "USDC", password: "p" } }, { token: "wBTC" }],
    };
    expect(redact(coins)).toEqual({
      ...coins,
      list: [{ token: { symbol: "USDC", password: "[REDACTED:password]" } }, { token: "wBTC" }],
    });
    expect(redact({ token: "abc123" })).toEqual({ token: "[REDACTED:token]" });
  });

  it("leaves flags and absent secrets, and hides structures", () => {
    expect(redact({ password: null, secret: true, api_key: "", cookie: { a: 1 }, private_key: ["a", "b"] })).toEqual({
      password: null,
      secret: true,
      api_key: "",
      cookie: "[REDACTED:cookie]",
      private_key: "[REDACTED:private_key]",
    });
  });

  it("never looks into ids, numbers, symbols and hashes", () => {
    const data = {
      order_id: "password=abc1",
      clientOrderId: "card 4111111111111111",
      tx_hash: "token=abc123",
      symbol: "secret=abc123",
      account_number: "card 4111111111111111",
      n: 4111111111111111,
    };
    expect(redact(data)).toEqual(data);
    expect(redact({ paid: "password=abc1" })).toEqual({ paid: "password=[REDACTED:password]" });
  });

  it("takes a key as a word near a card's or social security number", () => {
    const data = {
      card: "4111 1111 1111 1111",
      creditCards: ["4111111111111111"],
      cards: "x",
      n: "4111 1111 1111 1111",
      customer_ssn: "078-05-1120",
    };
    expect(redact(data)).toEqual({
      ...data,
      card: "[REDACTED:card]",
      creditCards: ["[REDACTED:card]"],
      customer_ssn: "[REDACTED:ssn]",
    });
  });

  it("is safe with __proto__ and does not change what it was given", () => {
    const data = JSON.parse('{"__proto__":{"password":"p"},"constructor":{"secret":"s"}}') as JsonObject;
    const before = JSON.stringify(data);
    expect(JSON.stringify(redact(data))).toBe(
      '{"__proto__":{"password":"[REDACTED:password]"},"constructor":{"secret":"[REDACTED:secret]"}}',
    );
    expect(JSON.stringify(data)).toBe(before);
  });

  it("returns the very object when there is nothing to do", () => {
    const data = { a: [1, { b: "text" }], c: null };
    expect(redact(data)).toBe(data);
  });
});

describe("modes", () => {
  it("hash replaces equal secrets by equal marks, and leaves its own marks", () => {
    const redactor = createRedactor({ mode: "hash", hash: HMAC_LIKE });
    expect(redactor.redactText("password=abc1 x token=abcd1")).toBe(
      "password=[HASHED:password:h4] x token=[HASHED:token:h5]",
    );
    expect(redactor.redactData({ password: "[HASHED:password:h4]" })).toEqual({ password: "[HASHED:password:h4]" });
    expect(redactor.redactText("password=[HASHED:password:h4]")).toBe("password=[HASHED:password:h4]");
    expect(redactor.counts()).toEqual({ password: 1, token: 1 });
  });

  it("hash refuses to run without a key", () => {
    expect(() => createRedactor({ mode: "hash" })).toThrow(TypeError);
  });

  it("off changes nothing", () => {
    const redactor = createRedactor({ mode: "off" });
    const data = { password: "p" };
    expect([redactor.redactText("password=p"), redactor.redactData(data), redactor.counts()]).toEqual([
      "password=p",
      data,
      {},
    ]);
  });

  it("leaves out disabled rules", () => {
    const redactor = createRedactor({ disabledRules: ["card", "token"] });
    expect(redactor.redactText("card 4111 1111 1111 1111 token=abc123 secret=b2")).toBe(
      "card 4111 1111 1111 1111 token=abc123 secret=[REDACTED:secret]",
    );
    expect(redactor.redactData({ token: "abc123" })).toEqual({ token: "abc123" });
  });
});
