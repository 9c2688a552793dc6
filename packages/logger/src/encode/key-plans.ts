import { MAX_KEY_LENGTH } from "@daybook/protocol";
import { MAX_REMEMBERED_NAMES } from "../limits.ts";
import type { FieldEncryption } from "./field-encryption.ts";
import { quote } from "./quote.ts";
import type { Redaction } from "./redaction-options.ts";

/** What is known of a key of `data` before its value is seen. */
export interface KeyPlan {
  /** The key as it stands in the record. */
  readonly name: string;
  /** `"key":` */
  readonly lead: string;
  readonly keyClass: ReturnType<Redaction["classifyKey"]> | "encrypted";
}

/** Plans for keys, looked up once a key and remembered. */
export class KeyPlans {
  readonly #redaction: Redaction;
  readonly #encryption: FieldEncryption | undefined;
  readonly #plans = new Map<string, KeyPlan>();

  constructor(redaction: Redaction, encryption: FieldEncryption | undefined) {
    this.#redaction = redaction;
    this.#encryption = encryption;
  }

  get(key: string): KeyPlan {
    return this.#plans.get(key) ?? this.#learn(key);
  }

  #learn(key: string): KeyPlan {
    // Texts become keys where programs count by them: `{"login with password=… failed": 3}`.
    const shown = this.#redaction.redactText(key);
    const name = shown.length > MAX_KEY_LENGTH ? shown.slice(0, MAX_KEY_LENGTH) : shown;
    const plan: KeyPlan = {
      name,
      lead: `${quote(name)}:`,
      keyClass: this.#encryption?.covers(key) === true ? "encrypted" : this.#redaction.classifyKey(key),
    };
    if (this.#plans.size < MAX_REMEMBERED_NAMES) this.#plans.set(key, plan);
    return plan;
  }
}
