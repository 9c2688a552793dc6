/** What one check found. `mend` says what to do when it is not `ok`. */
export interface Finding {
  name: string;
  state: "ok" | "warning" | "failed";
  detail: string;
  mend?: string;
}

export function ok(name: string, detail: string): Finding {
  return { name, state: "ok", detail };
}

export function warning(name: string, detail: string, mend: string): Finding {
  return { name, state: "warning", detail, mend };
}

export function failed(name: string, detail: string, mend: string): Finding {
  return { name, state: "failed", detail, mend };
}
