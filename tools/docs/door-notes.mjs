/** What happens to an event at the door: the rules of `normaliseEvent`, for people. */
export const DOOR_NOTES = `## At the door

Whatever comes in becomes a record by these rules. No odd field costs the event; a value that its field cannot hold moves into
\`data\` under the same name, and \`data.invalid\` says why.

| what comes | what becomes of it |
|---|---|
| an unknown field | moves into \`data\`; so do \`seq\`, \`collected_at\`, \`audit_index\` and \`category\`, which only Daybook gives |
| a known field that is \`null\` | counts as absent |
| \`metadata\`, \`extra_data\`, \`context\` | merge into \`data\`, in this order behind the event's own fields; a key that is taken stays under its container's name. A top-level field that \`data\` has too stays under \`top_level\` |
| \`logger_name\`, \`module\`, \`component\` | \`logger\`, when there is none; the first of them counts, the others stay in \`data\` |
| \`event\`, \`action\`, \`trade_execution\` | \`event_type\`, when there is none and the value is a name, not a sentence; \`event\` is also the message when there is none |
| \`strategy_name\`, \`execution_price\`, \`client_ip\` | \`strategy\`, \`price\`, \`ip_address\`, when absent |
| \`exception\`, \`err\`, \`error\` that are objects | \`exception_type\`, \`exception_message\`, \`stack_trace\`; the rest stays in \`data\` |
| a known event type in another spelling (\`ORDER_FILLED\`, \`orderFilled\`) | \`order_filled\`; own names stay as they are; none is \`log\` |
| a level by another name or number | the level; unknown ones become INFO. A line with a numeric level and \`msg\` is read as pino writes it |
| a time | RFC 3339, ISO 8601 (without an offset: UTC), \`2024-01-15 10:30:45,123\`, or seconds, milliseconds, microseconds, nanoseconds since the epoch by their size. From 1970 to 2262-04-11; otherwise, and when absent, the receive time. Digits beyond microseconds are cut, and the text is kept in \`data.timestamp\` |
| money | a number, or decimal text; \`+1\`, \`.5\` and leading zeros are respelled |
| a keyword field that is a number or \`true\` | its text; one that is too long moves whole into \`data\`: half of an order id would be another order's |
| an event without message | its event type is the message |
| a lone half of a surrogate pair | U+FFFD; NUL and all other characters stay |
| nested too deeply, too many fields, too long keys | refused by name; [limits.md](limits.md) has the numbers |
`;
