import { isIP } from "node:net";

/** Whether a host can only be this computer. Names are not looked up. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  switch (isIP(name)) {
    case 4:
      return name.startsWith("127.");
    case 6:
      return name === "::1";
    default:
      return name === "localhost" || name.endsWith(".localhost");
  }
}
