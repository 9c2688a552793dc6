import { backoffMs, RequestError, type DaybookClient } from "@daybook/client";
import type { Host } from "../host.ts";
import {
  BATCH_BYTES,
  BATCH_EVENTS,
  MAX_REMEMBERED_REJECTS,
  RETRY_BASE_MS,
  RETRY_MAX_MS,
  RETRY_TOTAL_MS,
} from "../limits.ts";
import type { Row, RowFault } from "./row.ts";
import { stampLine, type DefaultMember } from "./stamp-line.ts";

export interface IngestRun {
  client: Pick<DaybookClient, "ingest">;
  host: Pick<Host, "interrupted" | "sleep" | "random" | "nowMs">;
  producer: string;
  rows: AsyncIterable<Row[]>;
  defaults: readonly DefaultMember[];
  /** Do not wait for a full batch: the rows come as they happen. */
  flushEachChunk?: boolean;
  /** Stop when nothing of the first batch was taken: this is not a file of events. */
  stopWhenAllRejected?: boolean;
  onProgress?: (summary: IngestSummary) => void;
  /** The server is away or busy; the same batch is sent again after the pause. */
  onWait?: (error: RequestError, delayMs: number) => void;
}

export interface RejectedRow extends RowFault {
  line: number;
}

export interface IngestSummary {
  accepted: number;
  duplicates: number;
  rejectedCount: number;
  /** In order, the first {@link MAX_REMEMBERED_REJECTS}. */
  rejected: RejectedRow[];
  /** Line, or what else the format counts, of the last row that is dealt with. */
  lastNumber: number;
  stopped?: "interrupted" | "all-rejected";
}

/**
 * Sends rows in order, one request in flight, while the next batch is filled. A batch whose answer was lost is sent
 * again: its numbers keep it from being doubled. Rejects when the server stays away or refuses the key.
 */
export async function runIngest(run: IngestRun): Promise<IngestSummary> {
  const summary: IngestSummary = { accepted: 0, duplicates: 0, rejectedCount: 0, rejected: [], lastNumber: 0 };
  let batch = new Batch();
  let sending: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await sending;
    if (batch.size === 0) return;
    const full = batch;
    batch = new Batch();
    sending = sendBatch(run, full, summary).then(() => run.onProgress?.(summary));
    // Whoever waits next gets the failure; until then it is not an unhandled one.
    sending.catch(() => {});
  }

  for await (const rows of run.rows) {
    for (const row of rows) {
      if ("fault" in row) {
        // In order with what the server rejects of the rows before.
        await flush();
        await sending;
        reject(summary, { line: row.line ?? row.number, ...row.fault });
        continue;
      }
      batch.add(
        row.line ?? row.number,
        stampLine(row.text, { producer: run.producer, number: row.number }, run.defaults),
      );
      if (batch.isFull) await flush();
    }
    if (run.flushEachChunk) await flush();
    if (run.host.interrupted.aborted) {
      summary.stopped = "interrupted";
      break;
    }
    if (run.stopWhenAllRejected && isAllRejected(summary)) {
      await sending;
      if (isAllRejected(summary)) {
        summary.stopped = "all-rejected";
        return summary;
      }
    }
  }
  await flush();
  await sending;
  return summary;
}

/** A batch at least was sent and nothing of it taken. */
function isAllRejected({ accepted, duplicates, rejectedCount }: IngestSummary): boolean {
  return accepted === 0 && duplicates === 0 && rejectedCount >= BATCH_EVENTS;
}

function reject(summary: IngestSummary, row: RejectedRow): void {
  summary.rejectedCount++;
  summary.lastNumber = Math.max(summary.lastNumber, row.line);
  if (summary.rejected.length < MAX_REMEMBERED_REJECTS) summary.rejected.push(row);
}

class Batch {
  /** Where a person finds each event. */
  readonly lines: number[] = [];
  readonly #texts: Buffer[] = [];
  #bytes = 0;

  get size(): number {
    return this.lines.length;
  }

  get isFull(): boolean {
    return this.size >= BATCH_EVENTS || this.#bytes >= BATCH_BYTES;
  }

  add(line: number, text: Buffer): void {
    this.lines.push(line);
    this.#texts.push(text);
    this.#bytes += text.length + 1;
  }

  body(): Buffer {
    const body = Buffer.allocUnsafe(this.#bytes);
    let at = 0;
    for (const text of this.#texts) {
      at += text.copy(body, at);
      body[at++] = 0x0a;
    }
    return body;
  }

  halves(): [Batch, Batch] {
    const middle = this.size >> 1;
    const halves: [Batch, Batch] = [new Batch(), new Batch()];
    for (const [i, line] of this.lines.entries())
      halves[i < middle ? 0 : 1].add(line, this.#texts[i] ?? Buffer.alloc(0));
    return halves;
  }
}

async function sendBatch(run: IngestRun, batch: Batch, summary: IngestSummary): Promise<void> {
  try {
    const reply = await sendUntilAnswered(run, batch.body());
    summary.accepted += reply.accepted;
    summary.duplicates += reply.duplicates;
    for (const { line, code, reason } of reply.rejected)
      reject(summary, { line: batch.lines[line - 1] ?? 0, code, reason });
    summary.lastNumber = Math.max(summary.lastNumber, batch.lines.at(-1) ?? 0);
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 413 || batch.size < 2) throw error;
    for (const half of batch.halves()) await sendBatch(run, half, summary);
  }
}

async function sendUntilAnswered(run: IngestRun, body: Buffer): ReturnType<DaybookClient["ingest"]> {
  const { client, host } = run;
  const startedAt = host.nowMs();
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.ingest(body);
    } catch (error) {
      if (!(error instanceof RequestError) || !error.isTransient) throw error;
      if (host.nowMs() - startedAt >= RETRY_TOTAL_MS) throw error;
      const ownMs = backoffMs(attempt, { baseMs: RETRY_BASE_MS, maxMs: RETRY_MAX_MS, random: () => host.random() });
      const delayMs = Math.max(ownMs, Math.min((error.retryAfterSeconds ?? 0) * 1_000, RETRY_TOTAL_MS));
      run.onWait?.(error, delayMs);
      await host.sleep(delayMs, host.interrupted);
    }
  }
}
