// @ts-check

/**
 * Who asks: what each says in its headers, renewed where it was ended meanwhile.
 * @typedef {object} People
 * @property {() => Promise<Record<import("./requests.mjs").Actor, string>>} credentials
 * @property {(answer: import("./send.mjs").Answer) => void} take a cookie that was changed
 */

const CHECK_MS = 2_000;

/**
 * Signs in at a server, and makes a token there.
 * @param {string} url
 * @param {{ admin: string, viewer: string }} passwords
 * @returns {Promise<People & { admin: string }>}
 */
export async function bringPeople(url, passwords) {
	const admin = await signIn(url, "admin", passwords.admin);
	const made = await fetch(`${url}/api/tokens`, {
		method: "POST",
		headers: { Cookie: admin, "Content-Type": "application/json" },
		body: JSON.stringify({ name: "fuzz", scopes: ["read", "settings"] }),
	});
	const token = /hostbeat_[\w-]+/.exec(await made.text())?.[0];
	if (token === undefined) throw new Error(`no token was made: ${made.status}`);
	let viewer = await signIn(url, "viewer", passwords.viewer);
	let checkedAt = performance.now();
	const check = async () => {
		checkedAt = performance.now();
		const answer = await fetch(`${url}/api/session`, { headers: { Cookie: viewer } });
		const { kind } = await answer.json();
		if (kind !== "session") viewer = await signIn(url, "viewer", passwords.viewer);
	};
	const forged = viewer.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
	return {
		admin,
		credentials: async () => {
			if (performance.now() - checkedAt > CHECK_MS) await check();
			return {
				stranger: "",
				forged: `Cookie: ${forged}`,
				viewer: `Cookie: ${viewer}`,
				token: `Authorization: Bearer ${token}`,
			};
		},
		take: ({ headers }) => {
			const [pair = ""] = headers.get("set-cookie")?.split(";") ?? [];
			const [name] = viewer.split("=");
			if (pair.startsWith(`${name}=`) && pair.length > `${name}=`.length) viewer = pair;
		},
	};
}

/**
 * The cookie of a new session.
 * @param {string} url
 * @param {string} account
 * @param {string} password
 */
export async function signIn(url, account, password) {
	const answer = await fetch(`${url}/api/sign-in`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ account, password }),
	});
	const [cookie] = answer.headers.get("set-cookie")?.split(";") ?? [];
	if (cookie === undefined)
		throw new Error(`could not sign in as ${account}: ${answer.status} ${await answer.text()}`);
	return cookie;
}
