/** Events that travel in one request. The bytes never change once it is made: a retry sends the same. */
export interface Batch {
  readonly firstSeq: number;
  readonly count: number;
  /** NDJSON, UTF-8, each line with producer and producer_seq. */
  readonly body: Buffer;
}

/** Puts two halves in the place of the first batch; false when it is a single event or there is none. */
export function splitFirst(batches: Batch[]): boolean {
  const [batch] = batches;
  if (batch === undefined || batch.count < 2) return false;
  const { firstSeq, count, body } = batch;
  const half = count >> 1;
  let at = 0;
  for (let i = 0; i < half; i++) at = body.indexOf(0x0a, at) + 1;
  batches.splice(
    0,
    1,
    { firstSeq, count: half, body: body.subarray(0, at) },
    { firstSeq: firstSeq + half, count: count - half, body: body.subarray(at) },
  );
  return true;
}
