import { DaybookError, problemOf } from "@daybook/protocol";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { MAX_BODY_BYTES, RETRY_AFTER_SECONDS } from "./limits.ts";

/** Any thrown value as an error of the registry; what is not known becomes `DAYBOOK_HTTP_INTERNAL` without details. */
export function toDaybookError(error: unknown): DaybookError {
  if (error instanceof DaybookError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(
      (fault) => `${fault.instancePath.slice(1) || "body"}: ${fault.message ?? "wrong"}`,
    );
    return new DaybookError("DAYBOOK_HTTP_INVALID", faults.join("; "), {}, { cause: error });
  }
  const { code, statusCode, message } = error as Partial<FastifyError>;
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return new DaybookError("DAYBOOK_HTTP_BODY_TOO_LARGE", `a body may have ${MAX_BODY_BYTES} bytes`, {
      limit: MAX_BODY_BYTES,
    });
  }
  if (typeof statusCode === "number" && statusCode >= 400 && statusCode < 500) {
    return new DaybookError("DAYBOOK_HTTP_INVALID", message ?? "the request is not valid", {}, { cause: error });
  }
  return new DaybookError("DAYBOOK_HTTP_INTERNAL", "an unexpected error; see the server's log", {}, { cause: error });
}

export function sendProblem(reply: FastifyReply, error: DaybookError): FastifyReply {
  const problem = problemOf(error);
  if (problem.status === 401) void reply.header("www-authenticate", 'Bearer realm="daybook", Basic realm="daybook"');
  if (problem.status === 429 || problem.status === 503) {
    const seconds = error.extra["retry_after_s"];
    void reply.header("retry-after", String(typeof seconds === "number" ? seconds : RETRY_AFTER_SECONDS));
  }
  return reply.code(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

/** The one error handler: every failed request leaves as a problem document with a code of the registry. */
export function createErrorHandler(report: (error: unknown, request: FastifyRequest) => void) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = toDaybookError(error);
    if (problemOf(known).status >= 500) report(known.cause ?? known, request);
    return sendProblem(reply, known);
  };
}
