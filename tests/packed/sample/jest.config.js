/** Jest reads modules as they are: `NODE_OPTIONS=--experimental-vm-modules jest`. */
export default {
  testMatch: ["**/test/*.jest.{js,cjs}"],
  testTimeout: 300_000,
  transform: {},
  cacheDirectory: "node_modules/.cache/jest",
};
