import type { TableColumn } from "./table-column.ts";

export const good: TableColumn<{ a: string }> = { name: "a", kind: "text", read: ({ a }) => a };

// @ts-expect-error a cell is no object
export const bad: TableColumn<{ a: object }> = { name: "a", kind: "text", read: ({ a }) => a };
