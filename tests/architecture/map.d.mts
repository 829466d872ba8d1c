/** The journey's map as the code has it, in Markdown. */
export function journeyMap(): string;
/** The map that stands in the README. */
export function mapInReadme(): string;
