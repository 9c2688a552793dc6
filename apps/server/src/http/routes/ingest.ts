import { DaybookError } from "@daybook/protocol";
import type { FastifyInstance } from "fastify";
import { unpackBody } from "../body.ts";
import { MAX_INGEST_IN_FLIGHT_BYTES } from "../limits.ts";
import type { Rooms } from "../rooms.ts";

const DESCRIPTION =
  "One event, an array of events, or NDJSON; gzip is taken. 202 means: every accepted event is on disk. " +
  "One bad line never loses its neighbours; 400 when all are bad.";

export function ingestRoutes(app: FastifyInstance, rooms: Rooms): void {
  let bytesInFlight = 0;
  app.post(
    "/logs",
    {
      config: { access: ["ingest", "admin"] },
      schema: { summary: "Take in events", description: DESCRIPTION, tags: ["logs"] },
    },
    async (request, reply) => {
      const body = request.body;
      if (!Buffer.isBuffer(body) || body.length === 0) {
        throw new DaybookError("DAYBOOK_HTTP_INVALID", "the body is empty: send one JSON object, an array, or NDJSON");
      }
      const plain = await unpackBody(body, request.headers["content-encoding"]);
      if (bytesInFlight > 0 && bytesInFlight + plain.length > MAX_INGEST_IN_FLIGHT_BYTES) {
        throw new DaybookError("DAYBOOK_HTTP_BUSY", "too many bodies are being written at once");
      }
      bytesInFlight += plain.length;
      try {
        const idempotencyKey = request.headers["idempotency-key"];
        const answer = await rooms.ingest.accept(plain, formatOf(request.headers["content-type"], plain), {
          idempotencyKey: typeof idempotencyKey === "string" ? idempotencyKey : undefined,
          principal: request.principal?.name,
        });
        const nothingTaken = answer.accepted === 0 && answer.duplicates === 0 && answer.rejected.length > 0;
        return await reply.code(nothingTaken ? 400 : 202).send(answer);
      } finally {
        bytesInFlight -= plain.length;
      }
    },
  );
}

/** NDJSON by its type; otherwise JSON, unless the text is plainly one object a line. */
function formatOf(contentType: string | undefined, body: Buffer): "json" | "ndjson" {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-ndjson" || type === "application/jsonl" || type === "application/ndjson") return "ndjson";
  if (type === "application/json") return "json";
  // curl's default type and none at all: `}` newline `{` is how NDJSON looks and JSON does not.
  const newline = body.indexOf(0x0a);
  const more = newline >= 0 && body.subarray(newline + 1).some((byte) => byte > 0x20);
  return more && body[0] === 0x7b && body[newline - 1] === 0x7d ? "ndjson" : "json";
}
