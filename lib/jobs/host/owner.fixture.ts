import { JobHostProcess } from "../job-host";

// A server that runs one job and can be killed: the program of its host, its directory and the command are its arguments.

const [path = "", dataDirectory = "", ...command] = process.argv.slice(2);
const host = new JobHostProcess({
	...{ path, dataDirectory },
	env: { PATH: "/usr/bin:/bin" },
	log: { info: () => {}, warn: console.error, error: console.error },
	onNews: (_id, news) => console.log(JSON.stringify(news)),
	onEnd: (_id, end) => console.log(JSON.stringify(end)),
	onLost: () => {},
	onAsk: async () => null,
});
process.once("SIGTERM", () => {
	host.close();
	process.exit(0);
});
if (command.length > 0) {
	host.start({
		id: "job",
		run: {
			kind: "command",
			command,
			directory: "/",
			environment: { PATH: "/usr/bin:/bin" },
			progress: { kind: "exit" },
		},
		parameters: {},
		timeoutMs: null,
		language: "en",
		directory: `${dataDirectory}/jobs/job`,
	});
} else {
	console.log("ready");
}
