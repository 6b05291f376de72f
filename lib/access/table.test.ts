import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { findRoute, kindOf, methodsOf, needOf, routes } from "./table";

const root = join(import.meta.dirname, "../..");
const every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** What Next serves of `app/` is a page or a route; these are part of one. Files like `icon` or `sitemap` would be routes, too. */
/** What proxy.ts shows in place of a page that one may not see; nobody can ask for it. */
const standIn = "forbidden/page.tsx";
const parts = /^(layout|error|forbidden|not-found|globals)\.(tsx|css)$/;

const filesOf = (directory: string) =>
	readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(join(root, directory), join(entry.parentPath, entry.name)).split(sep).join("/"));

/** The methods that a route's file hands out; throws where they cannot be read off it. */
function exportedBy(source: string, file: string): string[] {
	if (/export\s*\*/.test(source)) throw new Error(`${file}: expected its methods by name, got "export *"`);
	const lists = [...source.matchAll(/export\s*\{([^}]*)\}/g)].flatMap(([, list = ""]) => list.split(","));
	const named = lists.map(
		(one) =>
			one
				.trim()
				.split(/\s+as\s+/)
				.at(-1) ?? "",
	);
	const declared = [...source.matchAll(/export\s+(?:async\s+)?(?:const|let|var|function)\s+(\w+)/g)];
	return [...named, ...declared.map(([, name = ""]) => name)].filter((name) => every.includes(name));
}

/** What is on the disk to be served: each path, with its methods. */
function served(): Map<string, string[]> {
	const found = new Map<string, string[]>(filesOf("public").map((file) => [`/${file}`, ["GET"]]));
	for (const file of filesOf("app")) {
		const [name = "", ...above] = file.split("/").reverse();
		if (parts.test(name) || file === standIn) continue;
		if (!/^(route|page)\.tsx?$/.test(name)) throw new Error(`app/${file}: expected a page or a route`);
		// A folder in brackets is no part of the path, and one with @ or (.) is shown at another one.
		const folders = above.reverse().filter((folder) => !/^\(\w+\)$/.test(folder));
		const odd = folders.find((folder) => !/^([a-z-]+|\[\w+\])$/.test(folder));
		if (odd !== undefined) throw new Error(`app/${file}: expected a plain folder or [id], got "${odd}"`);
		const methods = name.startsWith("page")
			? ["GET"]
			: exportedBy(readFileSync(join(root, "app", file), "utf8"), file);
		found.set(`/${folders.join("/")}`, methods);
	}
	return found;
}

describe("the table of what each page, route and file needs", () => {
	const onDisk = served();

	it("has each of them, and nothing that is not there", () => {
		expect(Object.keys(routes).sort()).toEqual([...onDisk.keys()].sort());
	});

	it.each([...onDisk])("has each method of %s, and none that it has not", (path, methods) => {
		const without = methods.filter((method) => method !== "HEAD").sort();
		expect(Object.keys(routes[path] ?? {}).sort()).toEqual(without);
		if (methods.includes("HEAD")) expect(methods, "HEAD only beside GET").toContain("GET");
		expect(methods, "the gate answers it").not.toContain("OPTIONS");
	});

	it("lets nobody change anything without a right, but for signing in and out", () => {
		const open = Object.entries(routes).flatMap(([path, route]) =>
			Object.entries(route).flatMap(([method, need]) => (need === "public" ? [`${method} ${path}`] : [])),
		);
		expect(open.sort()).toEqual([
			"GET /api/health",
			"GET /api/session",
			"GET /favicon.svg",
			"GET /login",
			"POST /api/sign-in",
			"POST /api/sign-out",
		]);
		const reading = Object.entries(routes).flatMap(([path, route]) =>
			Object.entries(route).flatMap(([method, need]) =>
				need.startsWith("read") ? [`${method} ${path}`] : [],
			),
		);
		// Their own sessions only: lib/api/sessions.ts. And the jobs that are for all who have signed in: lib/jobs/may.ts.
		const ending = ["DELETE /api/sessions", "DELETE /api/sessions/[id]"];
		const ofJobs = reading.filter((one) => /\/api\/(jobs|uploads)/.test(one));
		expect(reading.filter((one) => !one.startsWith("GET ") && !ofJobs.includes(one)).sort()).toEqual(ending);
		expect(ofJobs.filter((one) => !one.startsWith("GET ")).sort()).toEqual([
			"DELETE /api/jobs/[id]",
			"POST /api/jobs",
			"POST /api/uploads",
		]);
	});

	it("reads methods off a file however they are written, and refuses what it cannot read", () => {
		const read = (source: string) => exportedBy(source, "x");
		expect(read('export { getX as GET, headX as HEAD } from "x";\nexport const dynamic = "a";')).toEqual([
			"GET",
			"HEAD",
		]);
		expect(read("export async function PATCH() {}\nexport const DELETE = () => {};")).toEqual([
			"PATCH",
			"DELETE",
		]);
		expect(() => read('export * from "./other";')).toThrow("by name");
	});
});

describe("findRoute", () => {
	it.each([
		"",
		"/api",
		"/api/",
		"/api/stream/",
		"//api/stream",
		"/API/stream",
		"/api/%73tream",
		"/api/stream%00",
		"/api/stream\n",
		"/api/stream;x",
		"/api/../api/stream",
		"/api/tokens/",
		"/api/tokens/a/b",
		"/api/tokens/..",
		"/api/tokens/%2e%2e",
		`/api/tokens/${"a".repeat(65)}`,
		"/faviconXsvg",
		"/_next/image",
		"/_next/data/x/index.json",
		"/_next/static/",
		"/_next/static/..%2f..%2f",
		"/_next/static/%00",
		"/_next/static/a\\b",
		"/api/jobs/x/files/",
		"/api/jobs/x/files/..",
		"/api/jobs/x/files/.hidden",
		"/api/jobs/x/files/a..b",
		"/api/jobs/x/files/a.",
		"/api/jobs/x/files/a/b.csv",
		"/api/jobs/x/files/a%2fb",
		`/api/jobs/x/files/${"a".repeat(101)}`,
		"/constructor",
		"/__proto__",
	])("knows nothing at %j", (path) => {
		expect(findRoute(path)).toBeNull();
	});

	it("gives what stands in place of [id]", () => {
		expect(findRoute("/api/tokens/0a1b-2c_3")).toEqual({
			route: routes["/api/tokens/[id]"],
			parameters: { id: "0a1b-2c_3" },
		});
	});

	it("gives a file its name with its endings", () => {
		const name = "hostbeat-a.b-20261121T000000Z.csv";
		expect(findRoute(`/api/jobs/0mwpxa86g000bm8j/files/${name}`)?.parameters).toEqual({
			id: "0mwpxa86g000bm8j",
			file: name,
		});
		expect(kindOf(`/api/jobs/x/files/${name}`)).toBe("api");
	});

	it.each(["/_next/static/chunks/0xa--a0onjdk5.js", "/_next/static/chunks/%5Broot%5D__%40a._.js"])(
		"lets everyone have the program's own %s",
		(path) => {
			expect([findRoute(path)?.route, kindOf(path)]).toEqual([{ GET: "public" }, "program"]);
		},
	);
});

describe("needOf", () => {
	it("asks of HEAD what it asks of GET, and knows no method that is not there", () => {
		const route = { GET: "read", DELETE: "settings" } as const;
		expect(methodsOf(route)).toEqual(["GET", "HEAD", "DELETE"]);
		expect(["GET", "HEAD", "DELETE"].map((method) => needOf(route, method))).toEqual([
			"read",
			"read",
			"settings",
		]);
		for (const method of ["POST", "get", "X-TRACE", "constructor", "toString", "__proto__", ""]) {
			expect(needOf(route, method), method).toBeNull();
		}
		expect(needOf({ POST: "public" }, "HEAD"), "only where GET is").toBeNull();
	});
});
