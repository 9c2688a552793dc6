export { openIngest } from "./ingest.ts";
export type {
  AcceptOptions,
  CountedReply,
  Ingest,
  IngestJournal,
  IngestOptions,
  IngestStats,
  InternalEvent,
} from "./ingest-api.ts";
