import { DaybookError } from "@daybook/protocol";
import type { FastifyInstance } from "fastify";

/**
 * Listens and gives the address people can open: a wildcard is shown as loopback.
 *
 * @throws DaybookError `DAYBOOK_CONFIG_INVALID` when the port is taken or not allowed.
 */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      throw new DaybookError(
        "DAYBOOK_CONFIG_INVALID",
        `port ${port} on ${host} is taken by another program: stop it, or set DAYBOOK_PORT`,
      );
    }
    if (code === "EACCES") {
      throw new DaybookError(
        "DAYBOOK_CONFIG_INVALID",
        `port ${port} needs rights that this user has not: take one above 1023`,
      );
    }
    throw new DaybookError("DAYBOOK_CONFIG_INVALID", `cannot listen on ${host}: ${message}`, {}, { cause: error });
  }
  const address = app.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${bound}`;
}
