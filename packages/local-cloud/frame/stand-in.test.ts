import { expect, test } from "bun:test";
import { forOwnHost } from "./stand-in";

const answer = forOwnHost(() => new Response("mails"));
const statusFor = async (host: string) => (await answer(new Request(`http://${host}/`))).status;

test.each(["localhost:8795", "127.0.0.1:8795", "[::1]:8795"])(
  "answers requests to the host %s",
  async (host) => {
    expect(await statusFor(host)).toBe(200);
  },
);

test.each(["rebound.evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.1"])(
  "refuses requests to the host %s, which may be a DNS rebinding attack",
  async (host) => {
    expect(await statusFor(host)).toBe(421);
  },
);
