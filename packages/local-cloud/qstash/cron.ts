/** The vendor's cron line: five fields in UTC, or after `CRON_TZ=` in another zone. */
export const nextRun = (cron: string, after: number): number | undefined => {
  const [, zone = "UTC", fields = ""] = /^(?:CRON_TZ=(\S+)\s+)?(.+)$/.exec(cron.trim()) ?? [];
  try {
    return Bun.cron.parse(fields, after, { tz: zone })?.getTime();
  } catch {
    return undefined;
  }
};
