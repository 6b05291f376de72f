"use client";

import { useEffect, useId, useRef, useState } from "react";
import type { Scope, TokenView } from "@/lib/access/types";
import { withBasePath } from "@/lib/base-path";
import { settingsMessages } from "@/lib/settings-messages";
import { Button } from "../ui/button";
import { Field, fieldLook } from "../ui/field";

const words = settingsMessages.tokens;

/** A token with its secret, as the server tells it only once. */
export interface MadeToken extends TokenView {
	token: string;
}

/** The secret of a new token, to be copied now; and how to use it. */
export function NewToken({ token, onDone }: { token: MadeToken; onDone: () => void }) {
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => box.current?.focus(), []);
	const [path, more = ""] = tryFirst(token.scopes);
	const example = `curl -H "Authorization: Bearer ${token.token}" ${more}${location.origin}${path}`;
	return (
		<div ref={box} tabIndex={-1} className="mt-2 grid gap-4 rounded-lg border border-accent p-4 outline-none">
			<p className="font-semibold">{words.created(token.name)}</p>
			<Copied label={words.token} text={token.token} />
			<Copied label={words.example} text={example} />
			<div>
				<Button onClick={onDone}>{words.done}</Button>
			</div>
		</div>
	);
}

/** What a token with these rights can be tried with. */
function tryFirst(scopes: readonly Scope[]): [path: string, more?: string] {
	if (scopes.includes("read")) return [withBasePath("/api/snapshot")];
	if (scopes.includes("push")) {
		return [withBasePath("/api/streams/test"), `-H "Content-Type: application/json" -d '{"value": 1}' `];
	}
	return [scopes.includes("jobs") ? withBasePath("/api/jobs") : withBasePath("/api/audit")];
}

function Copied({ label, text }: { label: string; text: string }) {
	const id = useId();
	const field = useRef<HTMLInputElement>(null);
	const [said, say] = useState("");

	async function copy() {
		field.current?.select();
		try {
			// Only there over https and on the machine itself.
			await navigator.clipboard.writeText(text);
			say(words.copied);
		} catch {
			// What is left where a browser keeps its clipboard from a page.
			say(document.execCommand("copy") ? words.copied : words.notCopied);
		}
	}

	return (
		<Field htmlFor={id} label={label}>
			<div className="flex gap-2">
				<input
					ref={field}
					id={id}
					readOnly
					value={text}
					spellCheck={false}
					autoComplete="off"
					onFocus={(event) => event.currentTarget.select()}
					className={`${fieldLook} min-w-0 font-mono`}
				/>
				<Button className="shrink-0" aria-label={words.copyOf(label)} onClick={copy}>
					{words.copy}
				</Button>
			</div>
			<p role="status" className="mt-1 min-h-4 text-muted text-xs leading-4">
				{said}
			</p>
		</Field>
	);
}
