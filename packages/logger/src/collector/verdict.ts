export interface HttpReply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** What an answer means for the batch that was sent. */
export type Verdict =
  /** Durable there, but for so many; `example` says of one of them why. */
  | { readonly kind: "done"; readonly rejected: number; readonly example: string }
  /** Too large: send it in halves. */
  | { readonly kind: "split" }
  /** Will never be accepted. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Send the same again, not before `waitMs` when it is given. */
  | { readonly kind: "again"; readonly code: string; readonly reason: string; readonly waitMs: number | undefined };
