import { z } from "zod";
import { languages } from "@/lib/language";
import { explainPattern } from "./pattern";

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const longestMs = 400 * unitMs.d;

/** A value whose mistakes are all said as what was expected. */
function expects<S extends z.ZodType>(expected: string, schema: S) {
	return z.unknown().transform((value, context): z.output<S> => {
		const read = schema.safeParse(value);
		if (read.success) return read.data;
		context.addIssue(expected);
		return z.NEVER;
	});
}

const keyed = <S extends z.ZodRawShape>(shape: S) =>
	z.strictObject(shape, {
		error: ({ code }) =>
			code === "unrecognized_keys" ? `one of the keys ${Object.keys(shape).join(", ")}` : "keys with values",
	});
// Not `.min` and `.max`, which ask also what is no list for its length, and fail where that is none.
const list = <S extends z.ZodType>(schema: S, most: number, what: string, atLeastOne?: string) =>
	z
		.array(schema, { error: `a list of ${what}, at most ${most}` })
		.refine(({ length }) => length <= most, { error: `a list of ${what}, at most ${most}` })
		.refine(({ length }) => length > 0 || !atLeastOne, { error: atLeastOne ?? "" });

const line = (most: number) =>
	z
		.string()
		.min(1)
		.max(most)
		.regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*\S[^\p{Cc}\p{Cs}\u2028\u2029]*$/u);
const localised = (most: number) =>
	expects(
		`text on one line, at most ${most} characters, or that by language (${languages.join(", ")})`,
		z.union([
			line(most),
			z
				.strictObject({ en: line(most).optional(), fr: line(most).optional(), ro: line(most).optional() })
				.refine((texts) => Object.keys(texts).length > 0),
		]),
	);
const path = expects(
	"the full path of a directory",
	z
		.string()
		.startsWith("/")
		.max(4_096)
		.regex(/^[^\p{Cc}\p{Cs}]+$/u),
);
const count = (least: number, most: number) =>
	expects(`a whole number from ${least} to ${most}`, z.int().min(least).max(most));
const flag = expects("true or false", z.boolean());
const duration = expects(
	"a time from 1s to 400d, like 30m or 2h",
	z
		.string()
		.regex(/^\d{1,5}[smhd]$/)
		.transform((text) => Number.parseInt(text, 10) * unitMs[text.at(-1) as keyof typeof unitMs])
		.refine((ms) => ms >= 1_000 && ms <= longestMs),
);
const mayRun = expects("admin or viewer", z.enum(["admin", "viewer"])).default("admin");
const pattern = z.unknown().transform((value, context): string => {
	const reason = typeof value === "string" ? explainPattern(value) : "a regular expression";
	if (reason === null) return value as string;
	context.addIssue(reason);
	return z.NEVER;
});

const named = {
	name: expects("a name like from or maxAge", z.string().regex(/^[a-z][A-Za-z0-9_-]{0,39}$/)),
	title: localised(100).optional(),
	description: localised(1_000).optional(),
	default: z.unknown().optional(),
};
const parameterTypes = ["text", "number", "choice", "flag", "directory", "time"];
/** A parameter of a command. */
export const parameterSchema = z.discriminatedUnion(
	"type",
	[
		keyed({
			...named,
			type: z.literal("text"),
			maxLength: count(1, 10_000).optional(),
			pattern: pattern.optional(),
			allowDash: flag.optional(),
		}),
		keyed({
			...named,
			type: z.literal("number"),
			min: expects("a number", z.number()),
			max: expects("a number", z.number()),
			isWhole: flag.default(true),
		}),
		keyed({
			...named,
			type: z.literal("choice"),
			options: list(
				expects(
					"text, or its value and title",
					z.union([
						line(200).transform((value) => ({ value, title: value })),
						z.strictObject({ value: line(200), title: localised(100) }),
					]),
				),
				100,
				"options",
				"at least one option",
			),
		}),
		keyed({ ...named, type: z.literal("flag") }),
		keyed({
			...named,
			type: z.literal("directory"),
			within: list(path, 20, "full paths", "at least one full path"),
		}),
		keyed({ ...named, type: z.literal("time") }),
	],
	{
		error: ({ code }) =>
			code === "invalid_union" ? `one of ${parameterTypes.join(", ")}` : "keys with values",
	},
);

const progress = z.union(
	[
		z.enum(["json", "percent", "exit"]),
		z.strictObject({
			pattern: expects(
				"a regular expression of at most 500 characters, with a group that is a percentage",
				z.string().max(500).refine(hasGroup),
			),
		}),
	],
	{ error: "json, percent, exit, or a pattern with a group that is a percentage" },
);

/** How slow it is does not matter here: it is held to a time where lines are read. */
function hasGroup(pattern: string): boolean {
	try {
		// It matches with nothing in any case then, and tells its groups.
		return (new RegExp(`${pattern}|`, "u").exec("")?.length ?? 0) > 1;
	} catch {
		return false;
	}
}

const task = keyed({
	id: expects("an id like nightly-backup", z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)),
	title: localised(100),
	description: localised(1_000).optional(),
	command: list(
		expects(
			"text, numbers in quotes",
			z
				.string()
				.max(4_096)
				.regex(/^[^\0]*$/),
		),
		100,
		"a program and its arguments",
		"a program",
	),
	directory: path.default("/"),
	environment: list(
		expects(
			"the name of an environment variable, none of Hostbeat's own",
			z.string().regex(/^(?!HOSTBEAT_)[A-Z_][A-Z0-9_]{0,99}$/i),
		),
		100,
		"names of environment variables",
	).default([]),
	timeout: duration.default(unitMs.d),
	concurrencyKey: expects("a name like database", z.string().regex(/^[\w.-]{1,80}$/)).optional(),
	progress: progress.default("exit"),
	mayRun,
	parameters: list(parameterSchema, 30, "parameters").default([]),
});

const builtIn = <S extends z.ZodRawShape>(shape: S) =>
	z
		.union([z.literal(false), keyed({ ...shape, mayRun })], { error: "false, or keys with values" })
		.prefault({} as never);

/** What `hostbeat.yaml` may hold. The message of an issue is what was expected. */
export const settingsSchema = keyed({
	jobs: keyed({
		atOnce: count(1, 64).default(4),
		keep: duration.default(30 * unitMs.d),
		keepJobs: count(1, 10_000).default(500),
	}).prefault({}),
	tasks: list(task, 200, "tasks").default([]),
	builtIn: keyed({
		diskUsage: builtIn({
			directories: list(path, 20, "full paths", "at least one full path").optional(),
		}),
		report: builtIn({}),
		export: builtIn({}),
		import: builtIn({}),
	}).prefault({}),
});
/** What was read of it. */
export type WrittenSettings = z.output<typeof settingsSchema>;
/** A task as it is written there. */
export type WrittenTask = WrittenSettings["tasks"][number];
/** One of its parameters. */
export type WrittenParameter = WrittenTask["parameters"][number];
