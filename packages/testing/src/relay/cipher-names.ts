import { getCiphers } from "node:tls";
import { CipherSuite } from "@qsmtp/protocol/commands";

type SuiteName = Exclude<keyof typeof CipherSuite, "all">;

/** How OpenSSL calls the module's suites, whether it still has them or not. */
const OPENSSL_NAMES: Readonly<Record<SuiteName, string>> = {
  rsaWithAes256CbcSha: "AES256-SHA",
  rsaWithAes128CbcSha: "AES128-SHA",
  rsaWithRc4128Sha: "RC4-SHA",
  rsaWithRc4128Md5: "RC4-MD5",
  rsaWith3desEdeCbcSha: "DES-CBC3-SHA",
  rsaWithAes256CbcSha256: "AES256-SHA256",
  ecdhEcdsaWithRc4128Sha: "ECDH-ECDSA-RC4-SHA",
  ecdhEcdsaWith3desEdeCbcSha: "ECDH-ECDSA-DES-CBC3-SHA",
  ecdhEcdsaWithAes128CbcSha: "ECDH-ECDSA-AES128-SHA",
  ecdhEcdsaWithAes256CbcSha: "ECDH-ECDSA-AES256-SHA",
  ecdheEcdsaWithRc4128Sha: "ECDHE-ECDSA-RC4-SHA",
  ecdheEcdsaWith3desEdeCbcSha: "ECDHE-ECDSA-DES-CBC3-SHA",
  ecdheEcdsaWithAes128CbcSha: "ECDHE-ECDSA-AES128-SHA",
  ecdheEcdsaWithAes256CbcSha: "ECDHE-ECDSA-AES256-SHA",
  ecdhRsaWithRc4128Sha: "ECDH-RSA-RC4-SHA",
  ecdhRsaWith3desEdeCbcSha: "ECDH-RSA-DES-CBC3-SHA",
  ecdhRsaWithAes128CbcSha: "ECDH-RSA-AES128-SHA",
  ecdhRsaWithAes256CbcSha: "ECDH-RSA-AES256-SHA",
  ecdheRsaWithRc4128Sha: "ECDHE-RSA-RC4-SHA",
  ecdheRsaWith3desEdeCbcSha: "ECDHE-RSA-DES-CBC3-SHA",
  ecdheRsaWithAes128CbcSha: "ECDHE-RSA-AES128-SHA",
  ecdheRsaWithAes256CbcSha: "ECDHE-RSA-AES256-SHA",
  ecdheEcdsaWithAes128CbcSha256: "ECDHE-ECDSA-AES128-SHA256",
  ecdheEcdsaWithAes256CbcSha384: "ECDHE-ECDSA-AES256-SHA384",
  ecdhEcdsaWithAes128CbcSha256: "ECDH-ECDSA-AES128-SHA256",
  ecdhEcdsaWithAes256CbcSha384: "ECDH-ECDSA-AES256-SHA384",
  ecdheRsaWithAes128CbcSha256: "ECDHE-RSA-AES128-SHA256",
  ecdheRsaWithAes256CbcSha384: "ECDHE-RSA-AES256-SHA384",
  ecdhRsaWithAes128CbcSha256: "ECDH-RSA-AES128-SHA256",
  ecdhRsaWithAes256CbcSha384: "ECDH-RSA-AES256-SHA384",
  ecdheRsaWithAes128GcmSha256: "ECDHE-RSA-AES128-GCM-SHA256",
  ecdheRsaWithAes256GcmSha384: "ECDHE-RSA-AES256-GCM-SHA384",
};

/** What `AT+QSSLCFG="ciphersuite"` means to OpenSSL. */
export interface CipherNames {
  /** Names of the suites, the strongest first. */
  readonly names: readonly string[];
  /** Those of them that this OpenSSL can speak; RC4, 3DES and fixed ECDH went years ago. */
  readonly available: readonly string[];
}

/** The suites that a number stands for; none for one that the manuals do not list. */
export function cipherNames(cipherSuite: number): CipherNames {
  const known = new Set(getCiphers());
  const names = (Object.keys(OPENSSL_NAMES) as SuiteName[])
    .filter((name) => cipherSuite === CipherSuite.all || CipherSuite[name] === cipherSuite)
    .map((name) => OPENSSL_NAMES[name])
    .reverse();
  return { names, available: names.filter((name) => known.has(name.toLowerCase())) };
}
