/** The languages that jobs speak, the first where none other is asked for. */
export const languages = ["en", "fr", "ro"] as const;
export type Language = (typeof languages)[number];

/** Text of somebody else's, by language where there is more than one of it. */
export type Localised = string | Partial<Record<Language, string>>;

/** Text in a language, or else in the first that there is. */
export function readLocalised(text: Localised, language: Language): string {
	if (typeof text === "string") return text;
	const found = [language, ...languages].find((one) => text[one] !== undefined);
	return (found && text[found]) ?? "";
}
