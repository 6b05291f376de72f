import { expect, it } from "vitest";
import { readChildEnvironment } from "./child-environment";

it("hands on no secret, of ours or of another program, and no setting", () => {
	const env = {
		...{
			HOSTBEAT_PASSWORD: "a",
			HOSTBEAT_PASSWORD_FILE: "/b",
			AWS_SECRET_ACCESS_KEY: "c",
			npm_config__auth: "d",
		},
		...{ DATABASE_URL: "postgres://u:p@h", GITHUB_TOKEN: "e", HOSTBEAT_SCOPE: "host", PATHS: "f" },
	};
	expect(readChildEnvironment(env)).toEqual({});
});

it("hands on what programs are found by, write by and are run by, however Windows writes it", () => {
	const env = {
		PATH: "/bin",
		LC_ALL: "C",
		TZ: "UTC",
		NODE_OPTIONS: "--x",
		LD_LIBRARY_PATH: "/l",
		SystemRoot: "C:",
	};
	expect(readChildEnvironment({ ...env, HOME: undefined })).toEqual(env);
});
