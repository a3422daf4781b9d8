import { execFileSync } from "node:child_process";

/** A certificate with its key, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A throw-away certificate that signed itself. */
export function createServerCertificate(host: string): ServerCertificate {
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"];
  const pem = execFileSync("openssl", [...request, "-subj", `/CN=${host}`, "-keyout", "-"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [key = ""] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n/.exec(pem) ?? [];
  const [cert = ""] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/.exec(pem) ?? [];
  return { key, cert };
}
