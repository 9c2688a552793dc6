export { createClient } from "./client.ts";
export type {
  CallOptions,
  ClientOptions,
  ContextOptions,
  DaybookClient,
  FacetsRequest,
  IngestOptions,
  ReadyReply,
  ReportKind,
  ReportParameters,
  VersionReply,
} from "./client.ts";
export type { AdminClient, CreatedKey, ErasurePlan, Hold, Job, KeyInfo, SignInCode, Subject } from "./admin.ts";
export type { LinesReply } from "./exact-lines.ts";
export type { IngestInput } from "./ingest-body.ts";
export type { Stream, StreamOptions, StreamState } from "./stream.ts";
export { RequestError } from "./request-error.ts";
export type { Failure } from "./request-error.ts";
export { backoffMs } from "./backoff.ts";
export type { BackoffOptions } from "./backoff.ts";
export type { Fetch } from "./http.ts";
export type { Socket, SocketConstructor } from "./socket.ts";
