import type { Language, Localised } from "@/lib/language";
import { englishReportWords, type ReportWords } from "./words-en";
import { frenchReportWords } from "./words-fr";
import { romanianReportWords } from "./words-ro";

/** What a report says, by language. */
export const reportWords: Record<Language, ReportWords> = {
	en: englishReportWords,
	fr: frenchReportWords,
	ro: romanianReportWords,
};

/** The same words in all languages, for those who follow the work in another one than the report's. */
export function inAllLanguages(say: (words: ReportWords) => string): Localised {
	return { en: say(reportWords.en), fr: say(reportWords.fr), ro: say(reportWords.ro) };
}
