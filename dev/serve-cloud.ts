import { serveStandIn } from "#cloud/stand-in";
import { standInOf, VENDORS, type Vendor } from "#dev/clouds";
import { claimPort, portsFrom } from "#dev/ports";
import { reasonOf } from "#dev/reason";

/**
 * `bun dev/serve-cloud.ts <vendor> <folder>`: serves one stand-in in a process of its own, on its
 * port. Sends its parent its address or the reason why it failed, and ends with its parent.
 */
const isVendor = (name: string): name is Vendor => (VENDORS as readonly string[]).includes(name);

const serve = async (vendor: string, folder: string) => {
  if (!isVendor(vendor)) throw new Error(`${vendor} is not one of ${VENDORS.join(", ")}.`);
  const ports = portsFrom(process.env);
  const standIn = await standInOf(vendor, { folder, ports });
  const served = claimPort(vendor, ports[vendor], (port) => serveStandIn(standIn, port));
  return { ...served, ...("engine" in standIn ? { engine: standIn.engine } : {}) };
};

try {
  const [vendor = "", folder = ":memory:"] = process.argv.slice(2);
  const { stop, ...served } = await serve(vendor, folder);
  const end = async () => {
    await stop();
    process.exit(0);
  };
  process.on("disconnect", () => void end());
  process.on("SIGTERM", () => void end());
  // Ctrl-C reaches the whole process group. The parent decides when this process ends.
  process.on("SIGINT", () => undefined);
  process.send?.(served);
} catch (err) {
  process.send?.({ failed: reasonOf(err) });
  process.exit(1);
}
