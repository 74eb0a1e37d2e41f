/** The default port of every server of a shop on this machine. */
export const PORTS = {
  shop: 8787,
  console: 8790,
  libsql: 8791,
  redis: 8792,
  qstash: 8793,
  typesense: 8794,
  resend: 8795,
  stripe: 8796,
  razorpay: 8797,
  r2: 8798,
  twilio: 8799,
} as const;
export type PortName = keyof typeof PORTS;
export type Ports = Record<PortName, number>;

const NAMES = Object.keys(PORTS) as PortName[];

export const portVariable = (name: PortName) => `BODEGA_${name.toUpperCase()}_PORT`;

const chosenPort = (name: PortName, given: string | undefined) => {
  const chosen =
    given === undefined ? PORTS[name] : given.trim() === "" ? Number.NaN : Number(given);
  if (!Number.isInteger(chosen) || chosen < 0 || chosen > 65_535) {
    throw new Error(`${portVariable(name)}=${given} is not a port.`);
  }
  return chosen;
};

/** Refuses one port for two servers, except 0, which means any free port. */
const ensureApart = (ports: Ports) => {
  for (const [port, names] of Map.groupBy(NAMES, (name) => ports[name])) {
    if (port === 0 || names.length === 1) continue;
    throw new Error(
      `Port ${port} is meant for ${names.join(" and ")}. Choose another for one of them, such as ${portVariable(names[0] as PortName)}=${port + 1000}`,
    );
  }
};

/**
 * Returns each port, as set by its variable or by default.
 * @throws an error that names an invalid port, or one that is set for two servers
 */
export const portsFrom = (environment: Record<string, string | undefined>): Ports => {
  const ports = Object.fromEntries(
    NAMES.map((name) => [name, chosenPort(name, environment[portVariable(name)])]),
  ) as Ports;
  ensureApart(ports);
  return ports;
};

const isTaken = (err: unknown) =>
  /EADDRINUSE|in use/i.test(`${(err as { code?: string }).code} ${err}`);

/** Listens on a port. Throws one sentence with a solution if the port is in use. */
export const claimPort = <T>(name: PortName, port: number, listen: (port: number) => T): T => {
  try {
    return listen(port);
  } catch (err) {
    if (!isTaken(err)) throw err;
    throw new Error(
      `Port ${port} (${name}) is taken. End what listens there, or choose another: ${portVariable(name)}=${port + 1000} bun run dev`,
    );
  }
};

/**
 * Checks a port before anything starts: wrangler would silently choose another, and a second shop on
 * the same folder would stop the first one's Redis before it fails.
 */
export const ensureFree = (name: PortName, port: number) => {
  const probe = claimPort(name, port, (number) =>
    Bun.serve({ hostname: "127.0.0.1", port: number, fetch: () => new Response() }),
  );
  return probe.stop(true);
};
