import { RequestError, type DaybookClient } from "@daybook/client";
import type { Role } from "@daybook/protocol";
import { ref, type Ref } from "vue";
import { codeOf, proofOf } from "../domain/signin-link.ts";

export type SessionState = "asking" | "in" | "out" | "unreachable";

export interface Session {
  state: Ref<SessionState>;
  role: Ref<Role | undefined>;
  /** Why the last try to sign in failed. */
  error: Ref<RequestError | undefined>;
  /** Takes the code from the address, if there is one, else asks who is signed in. */
  open(): Promise<void>;
  signIn(text: string): Promise<void>;
  signOut(): Promise<void>;
  /** A call was answered with 401. */
  expire(): void;
}

export function useSession(client: DaybookClient): Session {
  const state = ref<SessionState>("asking");
  const role = ref<Role>();
  const error = ref<RequestError>();

  async function enter(ask: () => Promise<{ role: Role } | undefined>): Promise<void> {
    error.value = undefined;
    try {
      const reply = await ask();
      role.value = reply?.role;
      state.value = reply ? "in" : "out";
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause;
      error.value = cause;
      state.value = cause.isTransient ? "unreachable" : "out";
    }
  }

  return {
    state,
    role,
    error,
    async open() {
      state.value = "asking";
      const code = location.hash.includes("signin=") ? codeOf(location.hash) : undefined;
      if (code === undefined) return enter(() => client.session());
      // A code works once: it must not stay in the address, the history or a copied link.
      history.replaceState(null, "", location.pathname + location.search);
      await enter(() => client.signIn(code));
      const isIn = (): boolean => state.value === "in";
      // A used code is no harm to somebody who is signed in already.
      if (isIn()) return;
      const failure = error.value;
      await enter(() => client.session());
      if (!isIn()) error.value = failure;
    },
    async signIn(text) {
      const proof = proofOf(text);
      if (!proof) return;
      await enter(() => ("code" in proof ? client.signIn(proof.code) : client.signInWithKey(proof.key)));
    },
    async signOut() {
      await client.signOut().catch(() => undefined);
      role.value = undefined;
      state.value = "out";
    },
    expire() {
      if (state.value === "in") state.value = "out";
    },
  };
}
