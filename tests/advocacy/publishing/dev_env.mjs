// A real Bluesky server on loopback with one account: prints where it is and waits until its input ends.
// Run in a folder in which `npm install @atproto/dev-env` was done.

import { createRequire } from "node:module";

const load = createRequire(`${process.cwd()}/`);
const { TestNetworkNoAppView } = load("@atproto/dev-env");
const log = console.log;
console.log = () => {};

const network = await TestNetworkNoAppView.create({});
const handle = "ana.test";
const ask = async (method, body, token) => {
  const answer = await fetch(`${network.pds.url}/xrpc/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(said)}`);
  return said;
};
const account = await ask("com.atproto.server.createAccount", { handle, email: "ana@example.com", password: "her-own-password" });
const app = await ask("com.atproto.server.createAppPassword", { name: "Firsthand" }, account.accessJwt);
log(JSON.stringify({ pds: network.pds.url, plc: network.plc.url, handle, did: account.did, password: app.password }));

process.stdin.on("end", async () => {
  await network.close();
  process.exit(0);
});
process.stdin.resume();
