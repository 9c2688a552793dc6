/** What was found; counted and shown by this name. */
export const REDACTION_RULES = [
  "password",
  "secret",
  "token",
  "api_key",
  "authorization",
  "cookie",
  "private_key",
  "seed_phrase",
  "signature",
  "listen_key",
  "jwt",
  "url_password",
  "webhook",
  "card",
  "ssn",
  "custom",
] as const;

export type RedactionRule = (typeof REDACTION_RULES)[number];

/**
 * What a key's name says of its value: `exempt` values (ids, numbers, symbols, hashes, addresses) are never looked into;
 * a rule's name means that the value is a secret.
 */
export type KeyClass = "plain" | "exempt" | RedactionRule;

/** Names without separators and case: `apikey` is also `api_key`, `Api-Key` and `apiKey`. */
const SECRET_NAMES: Readonly<Partial<Record<RedactionRule, string>>> = {
  password: "password passwd pwd passphrase passcode accesspassphrase",
  secret: "secret secretkey clientsecret apisecret secretaccesskey sharedsecret signingsecret webhooksecret otp totp",
  token:
    "token accesstoken refreshtoken authtoken idtoken bearertoken sessiontoken securitytoken csrftoken xsrftoken apitoken oauthtoken bottoken telegramtoken telegrambottoken discordtoken slacktoken githubtoken jwt",
  api_key: "apikey xapikey xmbxapikey accesskey okaccesskey apikeysecret",
  authorization: "authorization proxyauthorization",
  cookie: "cookie cookies setcookie",
  private_key: "privatekey privkey signingkey encryptionkey masterkey sshkey xprv",
  seed_phrase: "mnemonic mnemonicphrase seedphrase seedwords recoveryphrase",
  signature: "accesssign okaccesssign apisign kcapisign xsignature",
  listen_key: "listenkey",
  card: "cardnumber creditcard creditcardnumber debitcardnumber ccnumber cvv cvv2 cvc",
  ssn: "ssn socialsecuritynumber",
};

/**
 * Ends of names that are secret whatever stands in front (`db_password`, `binanceApiKey`). A bare `token` is not
 * among them: `base_token`, `fee_token` and `token_in` are coins.
 */
const SECRET_ENDS: readonly (readonly [end: string, rule: RedactionRule])[] = [
  ["password", "password"],
  ["passwd", "password"],
  ["passphrase", "password"],
  ["secret", "secret"],
  ["secretkey", "secret"],
  ["apikey", "api_key"],
  ["privatekey", "private_key"],
  ["mnemonic", "seed_phrase"],
  ["seedphrase", "seed_phrase"],
  ["accesstoken", "token"],
  ["refreshtoken", "token"],
  ["authtoken", "token"],
  ["bottoken", "token"],
  ["sessiontoken", "token"],
  ["apitoken", "token"],
  ["listenkey", "listen_key"],
];

const EXEMPT_LAST_WORDS = new Set(
  (
    "id ids uuid guid hash hashes symbol symbols number numbers address addresses seq nonce checksum sha1 sha256 md5 isin cusip " +
    "orderid tradeid clordid execid requestid userid sessionid traceid spanid txid txhash blockhash"
  ).split(" "),
);

/** Keys come from outside: a bound on what is remembered of them. */
const MAX_REMEMBERED_KEYS = 10_000;

const BUILT_IN: ReadonlyMap<string, RedactionRule> = new Map(
  Object.entries(SECRET_NAMES).flatMap(([rule, names]) =>
    names.split(" ").map((name) => [name, rule as RedactionRule]),
  ),
);

/** Classifies key names, remembering the answers. `extraKeys` are secret too, by the rule `custom`. */
export function createKeyClassifier(
  extraKeys: readonly string[],
  disabled: ReadonlySet<RedactionRule>,
): (key: string) => KeyClass {
  const custom = new Set(extraKeys.map(squash));
  const known = new Map<string, KeyClass>();
  return function classifyKey(key: string): KeyClass {
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const rule = custom.has(squash(key)) ? "custom" : classify(key);
    const answer = disabled.has(rule as RedactionRule) ? "plain" : rule;
    if (known.size >= MAX_REMEMBERED_KEYS) known.clear();
    known.set(key, answer);
    return answer;
  };
}

function classify(key: string): KeyClass {
  const name = squash(key);
  const exact = BUILT_IN.get(name);
  if (exact) return exact;
  for (const [end, rule] of SECRET_ENDS) if (name.endsWith(end)) return rule;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return EXEMPT_LAST_WORDS.has(words.at(-1) ?? "") ? "exempt" : "plain";
}

/** A key's name without separators and case: `accountPin`, `account-pin` and `Account PIN` are one. */
export function squash(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}

const TICKER = /^\$?(?=[A-Z0-9]*[A-Z])[A-Z0-9]{2,11}$/;
const WRAPPED_TICKER = /^(?:[a-z]{1,3}[A-Z]{2,8}|[A-Z]{2,8}\.[a-z])$/;
const EVM_ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** A trading program's `token` is often a coin: `ETH`, `wBTC`, `USDC.e`, `0x` and 40 hex digits. */
export function isCoin(value: string): boolean {
  return TICKER.test(value) || WRAPPED_TICKER.test(value) || EVM_ADDRESS.test(value);
}
