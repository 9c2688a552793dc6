export type SqlType = "String" | "Array(String)" | "Int64" | "Float64" | "DateTime64(6,'UTC')";

/** Collects the values of a statement. Nothing that a user typed gets into the text of the SQL. */
export class SqlParams {
  readonly values: Record<string, unknown> = {};
  readonly #names = new Map<string, string>();

  /** The placeholder for a value; equal values share one. */
  bind(type: SqlType, value: string | number | readonly string[]): string {
    const key = `${type} ${JSON.stringify(value)}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `p${this.#names.size}`;
      this.#names.set(key, name);
      this.values[name] = value;
    }
    return `{${name}:${type}}`;
  }

  text(value: string): string {
    return this.bind("String", value);
  }
}
