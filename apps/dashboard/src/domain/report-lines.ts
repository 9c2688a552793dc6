/** The page's only door to the analysis package: the way from a figure to its lines, and no more code than that. */
export { closingLines, quoted, strategyLines, symbolLines, tradeLines } from "@daybook/analytics";
