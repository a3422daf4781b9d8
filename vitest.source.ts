/** Workspace imports resolve to source, so that tests need no build. */
export const resolveFromSource = {
  ssr: {
    resolve: {
      conditions: [
        "@qsmtp/source",
        "module",
        "node",
        "development|production",
        "import",
        "default",
      ],
    },
  },
};
