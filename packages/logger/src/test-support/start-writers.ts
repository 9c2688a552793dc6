import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { FileSinkOptions } from "../files/file-options.ts";
import { eachLine } from "./read-logs.ts";

const WRITERS = fileURLToPath(new URL("writers.mjs", import.meta.url));

/** What writers.mjs is told. */
export interface WritersPlan {
  readonly dir: string;
  readonly name: string;
  readonly threads: number;
  /** Of each thread. */
  readonly lines: number;
  readonly sink: Partial<FileSinkOptions>;
  readonly terminate?: number;
  readonly hold?: boolean;
}

export interface Writers {
  readonly child: ChildProcess;
  /** Resolves when a thread of it has logged half of its lines. */
  readonly half: Promise<unknown>;
  /** Code and signal. */
  readonly exited: Promise<unknown[]>;
  /** What its loggers said on stderr. */
  readonly complaints: string[];
  /** Resolves with the first complaint. */
  readonly complained: Promise<unknown>;
  /** Ends a process that holds. */
  readonly end: () => void;
}

export function startWriters(plan: WritersPlan, user?: number): Writers {
  const identity = user === undefined ? {} : { uid: user, gid: user };
  const child = spawn(process.execPath, [WRITERS, JSON.stringify(plan)], { stdio: "pipe", ...identity });
  const complaints: string[] = [];
  child.stderr.on("data", (text: Buffer) => complaints.push(text.toString()));
  return {
    child,
    complaints,
    half: once(child.stdout, "data"),
    exited: once(child, "exit"),
    complained: once(child.stderr, "data"),
    end: () => child.stdin.end(),
  };
}

export interface WrittenLines {
  /** Numbers of each writer's lines, in the order of the files. */
  readonly numbers: Map<string, number[]>;
  /** Lines that are not whole. */
  readonly broken: string[];
}

export function readWritten(dir: string, stem: string): WrittenLines {
  const numbers = new Map<string, number[]>();
  const broken: string[] = [];
  for (const line of eachLine(dir, stem)) {
    const data = dataOf(line);
    if (data === undefined) broken.push(line);
    else {
      const known = numbers.get(data.writer);
      if (known === undefined) numbers.set(data.writer, [data.n]);
      else known.push(data.n);
    }
  }
  return { numbers, broken };
}

function dataOf(line: string): { writer: string; n: number } | undefined {
  try {
    return (JSON.parse(line) as { data: { writer: string; n: number } }).data;
  } catch {
    return undefined;
  }
}

/** Whether a broken line is the beginning of one line, and no other line was torn with it. */
export function isOneFragment(line: string): boolean {
  return line.lastIndexOf('{"timestamp"') <= 0;
}

/** Place of the first number that is not the next one: a line twice, missing or out of order. -1: all are right. */
export function firstWrong(numbers: readonly number[] = []): number {
  return numbers.findIndex((n, at) => n !== at);
}

export function expectComplete(written: WrittenLines, name: string, threads: number, lines: number): void {
  for (let thread = 0; thread < threads; thread++) {
    const numbers = written.numbers.get(`${name}t${thread}`) ?? [];
    expect([name, thread, numbers.length, firstWrong(numbers)]).toEqual([name, thread, lines, -1]);
  }
}
