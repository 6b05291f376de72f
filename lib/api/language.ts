import Negotiator from "negotiator";
import { oneOf } from "@/lib/http";
import { type Language, languages } from "@/lib/language";

/** `?language=`, which wins over what the browser is set to. */
export const languageQuery = oneOf(languages);

/** The language that a client asks for, or else the first there is. */
export function readLanguage(request: Request, asked: Language | null): Language {
	if (asked) return asked;
	const headers = { "accept-language": request.headers.get("accept-language") ?? undefined };
	const found = new Negotiator({ headers }).language([...languages]);
	return languages.find((language) => language === found) ?? languages[0];
}
