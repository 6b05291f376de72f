import config from "./playwright.config";

/** Only what each browser does about each fault, with what its own EventSource does beside the page. */
export default { ...config, testMatch: "browsers/*.spec.ts", use: { ...config.use, withNative: true } };
