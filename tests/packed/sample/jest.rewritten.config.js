/** Jest without an option of Node's: it rewrites the program and our packages to CommonJS. */
export default {
  testMatch: ["**/test/*.jest.js"],
  testTimeout: 300_000,
  transform: {
    "\\.js$": [
      "babel-jest",
      { inputSourceMap: false, plugins: ["@babel/plugin-transform-modules-commonjs"] },
    ],
  },
  transformIgnorePatterns: [
    "/node_modules/(?!(?:\\.pnpm/.+/node_modules/)?(?:@qsmtp|email-addresses)/)",
  ],
  cacheDirectory: "node_modules/.cache/jest-rewritten",
};
