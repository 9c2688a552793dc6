import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { connectSyslog } from "./syslog-connection.ts";

const HOST = "127.0.0.1";

it("frames messages by their length, and ends after what was sent", async () => {
  const got: Buffer[] = [];
  const server = createServer((socket) => socket.on("data", (part) => got.push(part)));
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  const connection = await connectSyslog({ transport: "tcp", host: HOST, port, tls: {} }, () => {
    throw new Error("it did not break");
  });
  const taken = new Promise<void>((resolve) => connection.send([Buffer.from("ü\n"), Buffer.from("b")], resolve));
  await taken;
  await connection.end();
  await new Promise((resolve) => server.close(resolve));
  expect(Buffer.concat(got).toString()).toBe("3 ü\n1 b");
});

it("says once that it broke", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  const errors: Error[] = [];
  await new Promise<void>((resolve, reject) => {
    const broken = (error: Error): void => {
      errors.push(error);
      resolve();
    };
    connectSyslog({ transport: "tcp", host: HOST, port, tls: {} }, broken).then((connection) => {
      connection.send([Buffer.from("a")], () => {});
    }, reject);
  });
  await new Promise((resolve) => server.close(resolve));
  expect(errors).toHaveLength(1);
});

it("does not open where nobody listens", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const never = (): void => {
    throw new Error("it was never open");
  };
  await expect(connectSyslog({ transport: "tcp", host: HOST, port, tls: {} }, never)).rejects.toThrow("ECONNREFUSED");
  await expect(connectSyslog({ transport: "tls", host: HOST, port, tls: {} }, never)).rejects.toThrow("ECONNREFUSED");
});
