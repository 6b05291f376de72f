"use client";

import { useContext, useState } from "react";
import type { TokenView } from "@/lib/access/types";
import { settingsMessages } from "@/lib/settings-messages";
import { Button } from "../ui/button";
import { useFirst } from "../ui/long-list";
import { ask } from "./ask";
import { Moment, ServerTime } from "./moment";
import { type MadeToken, NewToken } from "./new-token";
import { Part, Row } from "./part";
import { SaidText, useSaid } from "./said";
import { scopeWords } from "./settings-words";
import { TokenForm } from "./token-form";

const words = settingsMessages.tokens;

interface TokensPartProps {
	tokens: TokenView[];
	onChange: () => Promise<void>;
}

/** The tokens of scripts: each can be revoked, and new ones be made. */
export function TokensPart({ tokens, onChange }: TokensPartProps) {
	const [made, setMade] = useState<MadeToken | null>(null);
	const { said, line, done, failed, clear } = useSaid();
	const { shown, more } = useFirst(tokens.toSorted((one, other) => other.createdAt - one.createdAt));

	async function revoke({ id, name }: TokenView) {
		const answer = await ask("DELETE", `/api/tokens/${id}`);
		if (answer.isDone || answer.code === "not_found") {
			if (made?.id === id) setMade(null);
			done(words.revoked(name), { focus: true });
		} else failed(answer);
		await onChange();
	}

	return (
		<Part title={words.title} intro={words.intro}>
			{tokens.length === 0 && <p className="mt-3 text-muted">{words.none}</p>}
			<ul className="mt-3">
				{shown.map((token) => (
					<Row
						key={token.id}
						name={
							<>
								{token.name} <span className="text-muted">{scopeWords(token.scopes)}</span>
							</>
						}
						facts={<TokenFacts token={token} />}
						action={
							<Button
								className="shrink-0 noscript:hidden"
								aria-label={words.revokeOf(token.name)}
								onClick={() => revoke(token)}
							>
								{words.revoke}
							</Button>
						}
					/>
				))}
			</ul>
			{more}
			<SaidText said={said} line={line} />
			{made ? (
				<NewToken token={made} onDone={() => setMade(null)} />
			) : (
				<TokenForm
					onMade={async (token) => {
						clear();
						setMade(token);
						await onChange();
					}}
				/>
			)}
		</Part>
	);
}

function TokenFacts({ token: { createdAt, usedAt, usedFrom, expiresAt } }: { token: TokenView }) {
	const { now } = useContext(ServerTime);
	return (
		<>
			<span>
				{words.made} <Moment time={createdAt} />
			</span>
			<span>
				{usedAt === null ? (
					words.neverUsed
				) : (
					<>
						{words.used} <Moment time={usedAt} /> {usedFrom !== null && words.usedFrom(usedFrom)}
					</>
				)}
			</span>
			<span>
				{expiresAt === null ? (
					words.endless
				) : (
					<>
						{expiresAt > now ? words.ends : words.ended} <Moment time={expiresAt} />
					</>
				)}
			</span>
		</>
	);
}
