import { afterEach, expect, test } from "bun:test";
import { Resend } from "resend";
import { endAll, serveForTest } from "#cloud/frame/testing";
import { resendStandIn } from "./index";
import { MAIL, TOKEN } from "./testing";

afterEach(endAll);

const SENDING = "re_sending_only";
const serve = () => {
  const domains = [{ name: "shop.example" }, { name: "new.example", dkim: "pending" as const }];
  const { url } = serveForTest(
    resendStandIn({ dataDir: ":memory:", token: TOKEN, domains, sendingToken: SENDING }),
  );
  return (key: string) => new Resend(key, { baseUrl: url });
};

test("lists the domains, and shows the records of one", async () => {
  const resend = serve()(TOKEN);
  const { data } = await resend.domains.list();
  expect(data?.data.map(({ name, status }) => [name, status])).toEqual([
    ["shop.example", "verified"],
    ["new.example", "pending"],
  ]);
  const one = await resend.domains.get(data?.data[1]?.id ?? "");
  expect(one.data?.records.map(({ record, status }) => [record, status])).toEqual([
    ["SPF", "verified"],
    ["DKIM", "pending"],
  ]);
});

test("lets a key with sending access send, and nothing else", async () => {
  const resend = serve()(SENDING);
  expect((await resend.emails.send(MAIL)).error).toBeNull();
  for (const { error } of [await resend.domains.list(), await resend.emails.list()])
    expect(error).toMatchObject({ name: "restricted_api_key", statusCode: 401 });
});
