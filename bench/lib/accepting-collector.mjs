// A collector that takes everything and keeps nothing: what a bench of the sending side needs. Prints its port.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(202, { "content-type": "application/json" });
    response.end('{"accepted":1,"duplicates":0,"rejected":[],"first_seq":null,"last_seq":null}');
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume().on("end", () => process.exit(0));
