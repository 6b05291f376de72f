import { spokenNumber } from "./jobs-format";
import type { Language } from "./language";

/** What is counted, in the forms that a language has of it; `other` stands in for those that are left out. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const rules = new Map<Language, Intl.PluralRules>();

/** A number with what is counted: `1 ligne`, `2 lignes`; `19 linii`, `20 de linii`. */
export function counted(language: Language, count: number, forms: Forms): string {
	const rule = rules.get(language) ?? new Intl.PluralRules(language);
	rules.set(language, rule);
	return `${spokenNumber(count, language)} ${forms[rule.select(count)] ?? forms.other}`;
}

/** `2 lines` */
export const countEnglish = (count: number, one: string, other: string): string =>
	counted("en", count, { one, other });

/** `2 lignes`, `2 000 000 de lignes` */
export const countFrench = (count: number, one: string, other: string): string =>
	counted("fr", count, { one, many: `de ${other}`, other });

/** `2 linii`, `20 de linii` */
export const countRomanian = (count: number, one: string, few: string): string =>
	counted("ro", count, { one, few, other: `de ${few}` });
