import type { ConnectionOptions } from "node:tls";
import type { Level } from "@daybook/protocol";
import { positive } from "../collector/delivery-settings.ts";
import { configError } from "../config/environment.ts";
import type { Sink } from "../core/sink.ts";
import {
  SYSLOG_BUFFER_BYTES,
  SYSLOG_MAX_DATAGRAM_BYTES,
  SYSLOG_MESSAGE_BYTES,
  SYSLOG_MIN_MESSAGE_BYTES,
} from "../limits.ts";
import { SyslogDelivery } from "./syslog-delivery.ts";
import type { SyslogFormat } from "./syslog-message.ts";

/** Names of RFC 5424's facilities that programs use, and their numbers. */
const FACILITIES = {
  user: 1,
  daemon: 3,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
} as const;

export type SyslogFacility = keyof typeof FACILITIES;

export interface SyslogSinkOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 514 for `udp` and `tcp`, 6514 for `tls`. */
  readonly port?: number;
  /** Default `udp`. Only `tcp` and `tls` notice a server that is away in time to keep what it did not take. */
  readonly transport?: "udp" | "tcp" | "tls";
  /** For `tls`: `ca`, `cert`, `key`, `servername` … as node:tls takes them. The server's certificate is checked. */
  readonly tls?: ConnectionOptions;
  readonly level?: Level;
  /** Default `user`. */
  readonly facility?: SyslogFacility;
  /** APP-NAME. Default: the logger's service. */
  readonly appName?: string;
  /**
   * What stands in the message part: `json`, the whole record (default); `cee`, the same behind `@cee: `, as rsyslog's
   * mmjsonparse and syslog-ng expect it; `text`, the message alone.
   */
  readonly body?: "json" | "cee" | "text";
  /** SD-ID of the structured data. Default `daybook@32473`. */
  readonly structuredDataId?: string;
  /** A longer message carries the text instead of the record, cut if need be. Default 8 kB, as rsyslog's. */
  readonly maxMessageBytes?: number;
  /** Events that wait. Audited classes may take twice as much. Default 8 MB. */
  readonly maxBufferBytes?: number;
  /** 0 ≤ n < 1, for the spread of retries. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Sends events to a syslog server (RFC 5424 over UDP, TCP or TLS). Syslog acknowledges nothing: what was handed to
 * the network when a server dies is lost, and after a broken connection a message may come twice.
 */
export function syslogSink(options: SyslogSinkOptions = {}): Sink {
  const transport = oneOf(options.transport ?? "udp", ["udp", "tcp", "tls"] as const, "transport");
  const facility = oneOf(options.facility ?? "user", Object.keys(FACILITIES) as SyslogFacility[], "facility");
  const port = options.port ?? (transport === "tls" ? 6514 : 514);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw configError("port", port, "a port from 1 to 65535");
  const format: SyslogFormat = {
    facility: FACILITIES[facility],
    appName: options.appName,
    body: oneOf(options.body ?? "json", ["json", "cee", "text"] as const, "body"),
    structuredDataId: structuredDataId(options.structuredDataId ?? "daybook@32473"),
    maxBytes: messageBytes(options.maxMessageBytes ?? SYSLOG_MESSAGE_BYTES, transport),
  };
  const delivery = new SyslogDelivery({
    address: { transport, host: options.host ?? "127.0.0.1", port, tls: options.tls ?? {} },
    format,
    maxBufferBytes: positive(options.maxBufferBytes ?? SYSLOG_BUFFER_BYTES, "maxBufferBytes"),
    random: options.random ?? Math.random,
  });
  return delivery.asSink(options.level);
}

function oneOf<T extends string>(value: string, allowed: readonly T[], setting: string): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw configError(setting, value, `one of ${allowed.join(", ")}`);
  return found;
}

function structuredDataId(value: string): string {
  if (/^[!#-<>-\\^-~]{1,32}$/.test(value)) return value;
  throw configError(
    "structuredDataId",
    value,
    'at most 32 printable characters without space, =, ] and ", such as daybook@32473',
  );
}

function messageBytes(value: number, transport: string): number {
  const most = transport === "udp" ? SYSLOG_MAX_DATAGRAM_BYTES : Number.MAX_SAFE_INTEGER;
  if (Number.isInteger(value) && value >= SYSLOG_MIN_MESSAGE_BYTES && value <= most) return value;
  throw configError("maxMessageBytes", value, `a whole number from ${SYSLOG_MIN_MESSAGE_BYTES} to ${most}`);
}
