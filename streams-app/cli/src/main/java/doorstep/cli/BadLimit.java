// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.ingest.ImportResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of bad rows above which an import counts as failed ({@code --max-bad}).
 *
 * @param perCent whether the number is a percentage of all rows
 */
record BadLimit(long number, boolean perCent) {
    /** As written on the command line. */
    static final String DEFAULT = "50%";

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})(%?)");

    /** @throws IllegalArgumentException with a message that completes "'TEXT' is …" */
    static BadLimit parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches() || (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(1)) > 100)) {
            throw new IllegalArgumentException("neither a number of lines such as 10 nor a percentage such as 5%");
        }
        return new BadLimit(Long.parseLong(matcher.group(1)), !matcher.group(2).isEmpty());
    }

    boolean isExceededBy(ImportResult result) {
        return perCent ? result.badLines() * 100 > result.rows() * number : result.badLines() > number;
    }

    @Override
    public String toString() {
        return number + (perCent ? "%" : "");
    }
}
