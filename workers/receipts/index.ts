import { WorkerEntrypoint } from "cloudflare:workers";
import regular from "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf";
import bold from "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf";
import type { ReceiptDocument, ReceiptFormat, ReceiptsRpc } from "#contract/receipts";
import type { Trace } from "#kernel/call";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { newApp } from "#kernel/routes/app";
import { type ReceiptsEnv, ReceiptsVars } from "./env";
import { harfBuzz } from "./pdf/harfbuzz.client";
import { receiptsService } from "./receipts.service";

const compose = (env: ReceiptsEnv) => {
  const vars = parseEnv("receipts", ReceiptsVars, env);
  const receipts = receiptsService({ shaperOf: harfBuzz(), fonts: { regular, bold } });
  return {
    app: newApp(),
    version: vars.VERSION,
    checks: [{ name: "fonts", ask: receipts.checkFonts }],
    receipts,
  };
};

export default class ReceiptsWorker
  extends entrypoint(WorkerEntrypoint<ReceiptsEnv>, "receipts", compose)
  implements ReceiptsRpc
{
  render(document: ReceiptDocument, format: ReceiptFormat, trace: Trace) {
    return this.run("render", trace, ({ receipts }) => receipts.render(document, format));
  }
}
