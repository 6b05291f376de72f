import { spokenNumber } from "./jobs-format";
import type { Language } from "./language";

/** What is counted, in the forms that a language has of it; `other` stands in for those that are left out. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const rules = new Map<Language, Intl.PluralRules>();

/** A number with what is counted: `1 ligne`, `2 lignes`; `19 linii`, `20 de linii`. */
export function counted(language: Language, count: number, forms: Forms): string {
	const rule = rules.get(language) ?? new Intl.PluralRules(language);
	rules.set(language, rule);
	return `${spokenNumber(count, language)} ${forms[rule.select(count)] ?? forms.other}`;
}
