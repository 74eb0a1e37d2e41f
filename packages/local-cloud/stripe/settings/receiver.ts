/** An endpoint that receives events. */
export interface Receiver {
  id: string;
  url: string;
  secret: string;
  enabledEvents: readonly string[];
  /** A disabled endpoint receives nothing. */
  status: "enabled" | "disabled";
}
