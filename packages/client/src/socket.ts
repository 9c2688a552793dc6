/** The part of a WebSocket that is used: the browser's, Node's, and that of `ws`. */
export interface Socket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { code: number; reason: string }) => void): void;
}

/** Only called with `options` when there are headers to send, which browsers cannot. */
export type SocketConstructor = new (url: string, options?: { headers: Record<string, string> }) => Socket;

/** `http://host/x` → `ws://host/x` */
export function socketUrl(baseUrl: string, path: string): string {
  return baseUrl.replace(/^http/i, "ws") + path;
}
